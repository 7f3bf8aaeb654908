package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class HotSwapIT {

  private static final int SWAPS = 20;
  private static final Duration LEAD = Duration.ofMillis(1500);
  private static final Pattern NATIVE =
      Pattern.compile("inkstream_native_bytes\\{version=\"([^\"]+)\"} (\\S+)");

  @Test
  void shouldSwapTwentyTimesUnderLoadWithoutAGapOrAWrongVersion() {
    Deployment deployment =
        new Deployment(2).publish(TestModel.of("v1", 1)).publish(TestModel.of("v2", 2));
    deployment.promote("v1", Duration.ZERO);
    List<ModelStatus> statuses;
    try (ServeThread serve = ServeThread.start(deployment, "swaps").awaitReady()) {
      try (Load load = Load.start(deployment, 300)) {
        for (int swap = 1; swap <= SWAPS; swap++) {
          AliasChange change = deployment.promote(swap % 2 == 0 ? "v1" : "v2", LEAD);
          load.awaitSince(change.getEffectiveFrom(), 20);
        }
        // The last is in force, and the time after its first batch is measured.
        serve.await("to report", () -> deployment.receipts().size() >= SWAPS);
      }
      deployment.awaitAnswers(0, 1);
      statuses = deployment.statuses();

      Map<String, Long> loaded = nativeBytes(serve);
      assertThat(loaded).containsOnlyKeys("v1", "v2");
      assertThat(loaded.get("v2")).as("weights alone").isEqualTo(7850 * Float.BYTES);
    }

    Map<Deployment.Place, Classification> answers = deployment.verify(0);
    List<SwapReceipt> receipts = deployment.receipts();
    assertThat(receipts).hasSize(SWAPS);
    for (int swap = 1; swap <= SWAPS; swap++) {
      SwapReceipt receipt = receipts.get(swap - 1);
      assertThat(receipt.getFrom()).isEqualTo(swap % 2 == 0 ? "v2" : "v1");
      assertThat(receipt.getTo()).isEqualTo(swap % 2 == 0 ? "v1" : "v2");
      assertThat(receipt.getLateEvents()).isZero();
      deployment.checkFirstOffsets(receipt, answers);
    }
    assertThat(statuses)
        .filteredOn(status -> status.getState() != ModelState.SWAPPED)
        .as("each told once, though promoted ten times")
        .extracting(status -> status.getVersion() + " " + status.getState())
        .containsExactlyInAnyOrder("v1 LOADED", "v2 LOADED");
  }

  private static Map<String, Long> nativeBytes(ServeThread serve) {
    Matcher found = NATIVE.matcher(serve.text("/metrics"));
    return found
        .results()
        .collect(
            java.util.stream.Collectors.toMap(
                line -> line.group(1), line -> (long) Double.parseDouble(line.group(2))));
  }
}
