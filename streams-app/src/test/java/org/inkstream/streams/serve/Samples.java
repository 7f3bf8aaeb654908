package org.inkstream.streams.serve;

import java.time.Instant;
import java.util.Map;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.LatencySummary;
import org.inkstream.schemas.SwapReceipt;

/** Records that say as little as they may, for tests of what is measured. */
final class Samples {

  private static final LatencySummary NOTHING = new LatencySummary(0L, 0L, 0L);

  private Samples() {}

  /** A promotion. */
  static AliasChange promotion(String version, Instant from) {
    return AliasChange.newBuilder()
        .setAlias("champion")
        .setVersion(version)
        .setEffectiveFrom(from)
        .setChangedAt(from)
        .setWho("a test")
        .setReason("a test")
        .build();
  }

  /** A receipt of the first swap of all. */
  static SwapReceipt receipt(String to, Instant from) {
    return new SwapReceipt(
        null, to, from, Map.of(), 0L, 1L, 1L, 1L, 1L, NOTHING, NOTHING, NOTHING, 0L, 0L);
  }
}
