package org.inkstream.streams.labels;

import java.util.Arrays;
import org.inkstream.streams.drift.DriftSettings;

/**
 * What each partition has been told of a watermark, so that one that gets no messages for want of
 * events learns of it, too: once for each end of a window, because nothing depends on it between.
 */
final class Announcements {

  private final DriftSettings settings;
  private final long[] over;

  Announcements(DriftSettings settings, int partitions) {
    this.settings = settings;
    this.over = new long[partitions];
    Arrays.fill(over, settings.overBefore(0));
  }

  /** True if the partition should get a message for the watermark alone. */
  boolean due(int partition, long watermark) {
    return settings.overBefore(watermark) > over[partition];
  }

  /** The partition was sent the watermark. */
  void told(int partition, long watermark) {
    over[partition] = Math.max(over[partition], settings.overBefore(watermark));
  }
}
