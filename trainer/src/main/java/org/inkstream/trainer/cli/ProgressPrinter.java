package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.inkstream.trainer.fit.EpochReport;
import org.inkstream.trainer.fit.PartReport;
import org.inkstream.trainer.fit.Progress;
import org.inkstream.trainer.fit.StepReport;

/** Shows a training: a bar that fills on a terminal, a line an epoch elsewhere. */
final class ProgressPrinter implements Progress {

  private static final int BAR = 24;
  private static final long REDRAW_NANOS = 200_000_000;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private long drawn;
  private boolean bar;
  private int epochs;

  ProgressPrinter(PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.drawn = nanoTime.getAsLong() - REDRAW_NANOS;
  }

  /** Whether the launcher found a terminal at the error stream, where progress goes. */
  static boolean onTerminal() {
    return Boolean.getBoolean("inkstream.terminal");
  }

  @Override
  public void step(StepReport report) {
    epochs = report.epochs();
    long now = nanoTime.getAsLong();
    if (!terminal || now - drawn < REDRAW_NANOS) {
      return;
    }
    drawn = now;
    bar = true;
    int filled = (int) Math.round(report.done() * BAR);
    out.printf(
        Locale.ROOT,
        "%sepoch %d of %d [%s%s] loss %.4f, %,.0f images/s, %s left",
        ERASE_LINE,
        report.epoch(),
        report.epochs(),
        "#".repeat(filled),
        ".".repeat(BAR - filled),
        report.loss(),
        report.imagesPerSecond(),
        duration(report.secondsLeft()));
    out.flush();
  }

  @Override
  public void epoch(EpochReport report) {
    erase();
    out.printf(
        Locale.ROOT,
        "epoch %d of %d: loss %.4f, validation accuracy %.2f %%, cross-entropy %.4f,"
            + " %,.0f images/s, %s left%n",
        report.epoch(),
        epochs,
        report.loss(),
        100 * report.validationAccuracy(),
        report.validationCrossEntropy(),
        report.imagesPerSecond(),
        duration(report.secondsLeft()));
    out.flush();
  }

  @Override
  public void part(PartReport report) {
    long now = nanoTime.getAsLong();
    if (!terminal || now - drawn < REDRAW_NANOS) {
      return;
    }
    drawn = now;
    bar = true;
    int filled = (int) Math.round((double) report.done() / report.all() * BAR);
    out.printf(
        Locale.ROOT,
        "%s%s %d of %d [%s%s] %s left",
        ERASE_LINE,
        report.what(),
        report.done(),
        report.all(),
        "#".repeat(filled),
        ".".repeat(BAR - filled),
        duration(report.secondsLeft()));
    out.flush();
  }

  /** Takes the bar away, if there is one. */
  void erase() {
    if (bar) {
      out.print(ERASE_LINE);
      out.flush();
      bar = false;
    }
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : "%d:%02d min".formatted(whole / 60, whole % 60);
  }
}
