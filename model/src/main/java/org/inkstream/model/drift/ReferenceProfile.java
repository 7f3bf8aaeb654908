package org.inkstream.model.drift;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * How the statistics and the predictions of one network are distributed over its reference images,
 * which it was neither trained nor tuned on. The trainer makes it with {@link ProfileBuilder}; it
 * travels in the bundle as JSON ({@link ProfileJson}). Immutable; two are equal when their digests
 * are.
 */
public final class ReferenceProfile {

  private final FeatureMap featureMap;
  private final long events;
  private final List<String> classNames;
  private final List<Long> classCounts;
  private final List<ReferenceStatistic> statistics;
  private final String digest;

  /** The caller has checked: one statistic for each of the map, all counts summing to events. */
  ReferenceProfile(
      FeatureMap featureMap,
      long events,
      List<String> classNames,
      List<Long> classCounts,
      List<ReferenceStatistic> statistics) {
    this.featureMap = featureMap;
    this.events = events;
    this.classNames = List.copyOf(classNames);
    this.classCounts = List.copyOf(classCounts);
    this.statistics = List.copyOf(statistics);
    this.digest = digestOfContent();
  }

  /** The statistics this profile is about. */
  public FeatureMap featureMap() {
    return featureMap;
  }

  /** Number of reference images, at least 1. */
  public long events() {
    return events;
  }

  /** Names of the classes, in the order of the model's labels. */
  public List<String> classNames() {
    return classNames;
  }

  /** Reference images predicted as each class; they sum to {@link #events()}. */
  public List<Long> classCounts() {
    return classCounts;
  }

  /** Mean of a statistic, by its place in the feature map. */
  public double mean(int statistic) {
    return statistics.get(statistic).mean();
  }

  /** Standard deviation of a statistic, with divisor n - 1; 0 for one image. */
  public double standardDeviation(int statistic) {
    return statistics.get(statistic).standardDeviation();
  }

  /** A copy of the K - 1 edges between a statistic's bins, rising. */
  public double[] edges(int statistic) {
    return statistics.get(statistic).edges().clone();
  }

  /** A copy of the reference images in each of a statistic's K bins; they sum to n. */
  public long[] counts(int statistic) {
    return statistics.get(statistic).counts().clone();
  }

  /**
   * The gaps between consecutive reference values that lie in each of a statistic's bins; they sum
   * to n + 1. Without ties and without drift a new value is in bin k with probability g_k / (n + 1)
   * (Kuang and Xia 2026, theorem 2.1).
   */
  public long[] gapCounts(int statistic) {
    return statistics.get(statistic).gapCounts();
  }

  /** K, the number of a statistic's bins: 16, or fewer when many values are equal. */
  public int bins(int statistic) {
    return statistics.get(statistic).counts().length;
  }

  /**
   * The bin of a value, from 0: the number of edges below it. A value equal to an edge is in the
   * bin that ends there; the first and the last bin are unbounded.
   *
   * @param value a number, possibly infinite; not NaN, which is in no bin
   */
  public int bin(int statistic, double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("NaN is in no bin");
    }
    return statistics.get(statistic).bin(value);
  }

  /**
   * Identifies the content: the first 16 hexadecimal digits of a SHA-256 over all numbers, bit by
   * bit, and names. (Not over the JSON, whose digits differ between Java versions.) Guards against
   * mix-ups, not against forgery: for that a bundle has its own digests.
   */
  public String digest() {
    return digest;
  }

  List<ReferenceStatistic> statistics() {
    return statistics;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReferenceProfile profile && digest.equals(profile.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "ReferenceProfile " + digest + " of " + events + " events, " + featureMap;
  }

  private String digestOfContent() {
    List<String> content = new ArrayList<>();
    content.add(featureMap.id());
    content.add(Long.toString(events));
    content.addAll(classNames);
    classCounts.forEach(count -> content.add(count.toString()));
    for (ReferenceStatistic statistic : statistics) {
      content.add(statistic.name());
      content.add(bits(statistic.mean()));
      content.add(bits(statistic.standardDeviation()));
      for (double edge : statistic.edges()) {
        content.add(bits(edge));
      }
      for (long count : statistic.counts()) {
        content.add(Long.toString(count));
      }
    }
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    for (String part : content) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      // The length first, so that ("ab", "c") and ("a", "bc") differ.
      sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      sha256.update(bytes);
    }
    return HexFormat.of().formatHex(sha256.digest(), 0, 8);
  }

  private static String bits(double value) {
    return Long.toHexString(Double.doubleToLongBits(value));
  }
}
