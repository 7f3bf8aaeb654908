package org.inkstream.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

  @TempDir Path folder;

  @Test
  void shouldMeasureOnceAndKnowItAfterwards() {
    Path file = folder.resolve("deep/er/ledger.jsonl");

    double[] found = new Ledger(file).get("a", () -> new double[] {1, 0.5});
    double[] known = new Ledger(file).get("a", () -> new double[] {7});

    assertThat(found).containsExactly(1, 0.5);
    assertThat(known).containsExactly(1, 0.5);
  }

  @Test
  void shouldMeasureAgainWhatWasCutShort() throws IOException {
    Path file = folder.resolve("ledger.jsonl");
    new Ledger(file).get("a", () -> new double[] {1});
    Files.writeString(file, "\n{\"b\":[2.", StandardOpenOption.APPEND);

    Ledger ledger = new Ledger(file);

    assertThat(ledger.get("b", () -> new double[] {3})).containsExactly(3);
    assertThat(new Ledger(file).get("a", () -> new double[] {9})).containsExactly(1);
    assertThat(new Ledger(file).get("b", () -> new double[] {9})).containsExactly(3);
  }
}
