package org.inkstream.model.drift;

import java.nio.charset.StandardCharsets;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Chance that depends on an event's id alone, so that a replay decides as the first run did: which
 * of equal values counts as the larger, and which events are sampled.
 */
public final class EventHash {

  /** 2^64 divided by the golden ratio, the step of the SplitMix64 generator. */
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private EventHash() {}

  /** The hash of an id: the first of its {@link #halves}. */
  public static long of(String id) {
    return halves(id)[0];
  }

  /** Both halves of an id's MurmurHash3 x64 of 128 bits; the caller's own array. */
  public static long[] halves(String id) {
    return MurmurHash3.hash128x64(id.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A number for one event and one statistic, uniform on the 63-bit integers from 0: the finaliser
   * of SplitMix64 (Steele, Lea and Flood 2014).
   */
  static long jitter(long hash, int statistic) {
    long z = hash + (statistic + 1) * STEP;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (z ^ (z >>> 31)) >>> 1;
  }

  /** True for a share of all events; a larger share holds all of a smaller one. */
  public static boolean sampled(long hash, double share) {
    return jitter(hash, -2) < share * 0x1p63;
  }
}
