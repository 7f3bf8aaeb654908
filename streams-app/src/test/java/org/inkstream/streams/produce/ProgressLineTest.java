package org.inkstream.streams.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private final StringWriter err = new StringWriter();
  private final PrimitiveIterator.OfLong sent = LongStream.of(500, 2_000).iterator();

  @Test
  void shouldPrintLinesWithTheRateSinceTheLastOne() {
    try (ProgressLine progress = line(false, 10_000)) {
      progress.show(5_000);
      progress.show(5_000);
    }

    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "sending: 500 of 10000, 100 in a second\nsending: 2000 of 10000, 300 in a second\n");
  }

  @Test
  void shouldOverwriteTheLineOnATerminalAndLeaveItAtTheEnd() {
    try (ProgressLine progress = line(true, Long.MAX_VALUE)) {
      progress.show(500);
      progress.show(500);
    }

    assertThat(err.toString())
        .isEqualToNormalizingNewlines(
            "\rsending: 500, 1000 in a second     \rsending: 2000, 3000 in a second     \n");
  }

  @Test
  void shouldPrintNothingForWhatIsQuicklyDone() {
    line(true, 10).close();

    assertThat(err.toString()).isEmpty();
  }

  private ProgressLine line(boolean terminal, long limit) {
    return new ProgressLine(new PrintWriter(err), terminal, limit, sent::nextLong);
  }
}
