package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.inkstream.trainer.fit.EpochReport;
import org.inkstream.trainer.fit.StepReport;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {

  private final StringWriter text = new StringWriter();
  private final long[] now = {0};

  @Test
  void shouldPrintALineAnEpochWhereThereIsNoTerminal() {
    ProgressPrinter printer = printer(false);

    printer.step(new StepReport(2, 6, 0.5, 0.25, 1_234.5, 90));
    printer.epoch(new EpochReport(2, 0.2, 0.9876, 0.04321, 1_234.5, 83.4));

    assertThat(text)
        .hasToString(
            "epoch 2 of 6: loss 0.2000, validation accuracy 98.76 %, cross-entropy 0.0432,"
                + " 1,235 images/s, 1:23 min left\n");
  }

  @Test
  void shouldFillABarOnATerminal() {
    ProgressPrinter printer = printer(true);

    printer.step(new StepReport(2, 6, 0.5, 0.25, 1_234.5, 59.6));

    assertThat(text)
        .hasToString(
            "\r\u001b[Kepoch 2 of 6 [############............] loss 0.2500, 1,235 images/s,"
                + " 1:00 min left");
  }

  @Test
  void shouldNotRedrawTheBarMoreOftenThanFiveTimesASecond() {
    ProgressPrinter printer = printer(true);
    printer.step(new StepReport(1, 1, 0.1, 1, 1, 1));
    String first = text.toString();

    now[0] += 199_999_999;
    printer.step(new StepReport(1, 1, 0.2, 1, 1, 1));
    assertThat(text).hasToString(first);

    now[0] += 1;
    printer.step(new StepReport(1, 1, 0.3, 1, 1, 1));
    assertThat(text.toString()).startsWith(first).hasSizeGreaterThan(first.length());
  }

  @Test
  void shouldReplaceTheBarByTheEpochsLine() {
    ProgressPrinter printer = printer(true);
    printer.step(new StepReport(1, 1, 0.1, 1, 1, 1));
    String bar = text.toString();

    printer.epoch(new EpochReport(1, 0.2, 1, 0, 10, 0));

    assertThat(text.toString()).startsWith(bar + "\r\u001b[Kepoch 1 of 1: loss").endsWith("\n");
  }

  private ProgressPrinter printer(boolean terminal) {
    return new ProgressPrinter(new PrintWriter(text), terminal, () -> now[0]);
  }
}
