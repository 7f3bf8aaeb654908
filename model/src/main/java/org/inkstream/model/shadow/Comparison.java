package org.inkstream.model.shadow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inkstream.schemas.ClassPair;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.schemas.ShadowReport;

/**
 * What a champion and its shadow said of the same events. All are integers, so that merging is
 * exact, associative and commutative, with the empty comparison as identity. Mutable, for one
 * thread.
 */
public final class Comparison {

  /** Unit of sums of confidences: 2^-20, about a millionth. */
  static final double UNIT = 0x1p-20;

  /** Unit of sums of squares: small differences count, and 2^33 events of the largest fit. */
  static final double SQUARED_UNIT = 0x1p-30;

  private long events;
  private long compared;
  private long shed;
  private long failed;
  private long agreed;
  private long championConfidence;
  private long shadowConfidence;
  private long squaredDifferences;
  private long labelled;
  private long bothRight;
  private long championOnly;
  private long shadowOnly;

  /** By the champion's class in the upper half of the key, and the shadow's in the lower. */
  private final Map<Long, Long> disagreements = new TreeMap<>();

  /** A comparison of no events. */
  public Comparison() {}

  /** What {@link #toAvro} wrote. */
  public static Comparison of(ShadowCounts counts) {
    Comparison comparison = new Comparison();
    comparison.events = counts.getEvents();
    comparison.compared = counts.getCompared();
    comparison.shed = counts.getShed();
    comparison.failed = counts.getFailed();
    comparison.agreed = counts.getAgreed();
    comparison.championConfidence = counts.getChampionConfidence();
    comparison.shadowConfidence = counts.getShadowConfidence();
    comparison.squaredDifferences = counts.getSquaredDifferences();
    comparison.addLabels(
        counts.getLabelled(),
        counts.getBothRight(),
        counts.getChampionOnly(),
        counts.getShadowOnly());
    for (ClassPair pair : counts.getDisagreements()) {
      comparison.disagree(pair.getChampion(), pair.getShadow(), pair.getCount());
    }
    return comparison;
  }

  /** What is needed of a report to add it to others: all but the confidences. */
  public static Comparison of(ShadowReport report) {
    Comparison comparison = new Comparison();
    comparison.events = report.getEvents();
    comparison.compared = report.getCompared();
    comparison.shed = report.getShed();
    comparison.failed = report.getFailed();
    comparison.agreed = report.getAgreed();
    comparison.addLabels(
        report.getLabelled(),
        report.getBothRight(),
        report.getChampionOnly(),
        report.getShadowOnly());
    return comparison;
  }

  /** Adds events that the champion answered while the shadow was on, whatever became of them. */
  public void addEvents(long count) {
    events += count;
  }

  /** Adds events that were kept from the shadow; {@link #addEvents} has them, too. */
  public void addShed(long count) {
    shed += count;
  }

  /** Adds events that the shadow could not score; {@link #addEvents} has them, too. */
  public void addFailed(long count) {
    failed += count;
  }

  /**
   * Adds an event that both scored; {@link #addEvents} has it, too.
   *
   * @param champion the class the champion gave
   * @param sure the champion's largest probability, 0 to 1
   * @param shadow the class the shadow gave
   * @param shadowSure the shadow's largest probability, 0 to 1
   */
  public void addCompared(int champion, double sure, int shadow, double shadowSure) {
    compared++;
    if (champion == shadow) {
      agreed++;
    } else {
      disagree(champion, shadow, 1);
    }
    double difference = shadowSure - sure;
    championConfidence += Math.round(sure / UNIT);
    shadowConfidence += Math.round(shadowSure / UNIT);
    squaredDifferences += Math.round(difference * difference / SQUARED_UNIT);
  }

  /** Adds a compared event whose true class became known. */
  public void addLabelled(boolean championRight, boolean shadowRight) {
    addLabels(
        1,
        championRight && shadowRight ? 1 : 0,
        championRight && !shadowRight ? 1 : 0,
        !championRight && shadowRight ? 1 : 0);
  }

  /** Adds what another has counted; leaves the other as it is. */
  public void merge(Comparison other) {
    events += other.events;
    compared += other.compared;
    shed += other.shed;
    failed += other.failed;
    agreed += other.agreed;
    championConfidence += other.championConfidence;
    shadowConfidence += other.shadowConfidence;
    squaredDifferences += other.squaredDifferences;
    addLabels(other.labelled, other.bothRight, other.championOnly, other.shadowOnly);
    other.disagreements.forEach((pair, count) -> disagreements.merge(pair, count, Long::sum));
  }

  /** Events that the champion answered while the shadow was on. */
  public long events() {
    return events;
  }

  /** Those that both scored. */
  public long compared() {
    return compared;
  }

  /** Those that were kept from the shadow, because it had too many waiting. */
  public long shed() {
    return shed;
  }

  /** Those that the shadow could not score. */
  public long failed() {
    return failed;
  }

  /** Compared events to which both gave the same class. */
  public long agreed() {
    return agreed;
  }

  /** Compared events whose true class is known. */
  public long labelled() {
    return labelled;
  }

  /** Labelled events that both classified rightly. */
  public long bothRight() {
    return bothRight;
  }

  /** Labelled events that only the champion classified rightly. */
  public long championOnly() {
    return championOnly;
  }

  /** Labelled events that only the shadow classified rightly. */
  public long shadowOnly() {
    return shadowOnly;
  }

  /** Sum of the champion's confidences, in units of 2^-20. */
  long championConfidence() {
    return championConfidence;
  }

  /** Sum of the shadow's confidences, in units of 2^-20. */
  long shadowConfidence() {
    return shadowConfidence;
  }

  /** Sum of the squared differences of confidences, in units of 2^-30. */
  long squaredDifferences() {
    return squaredDifferences;
  }

  /** Compared events with different classes, by the champion's class and then the shadow's. */
  List<ClassPair> disagreements() {
    List<ClassPair> pairs = new ArrayList<>(disagreements.size());
    disagreements.forEach(
        (pair, count) -> pairs.add(new ClassPair((int) (pair >> 32), pair.intValue(), count)));
    return pairs;
  }

  /**
   * As a message.
   *
   * @param champion the version that answered
   * @param shadow the other
   * @param windowStart start of their window
   * @param sourcePartition where the events came from
   * @param watermark how far that partition has come, in milliseconds
   */
  public ShadowCounts toAvro(
      String champion, String shadow, long windowStart, int sourcePartition, long watermark) {
    return new ShadowCounts(
        champion,
        shadow,
        Instant.ofEpochMilli(windowStart),
        sourcePartition,
        Instant.ofEpochMilli(watermark),
        events,
        compared,
        shed,
        failed,
        agreed,
        disagreements(),
        championConfidence,
        shadowConfidence,
        squaredDifferences,
        labelled,
        bothRight,
        championOnly,
        shadowOnly);
  }

  private void addLabels(long all, long both, long onlyChampion, long onlyShadow) {
    labelled += all;
    bothRight += both;
    championOnly += onlyChampion;
    shadowOnly += onlyShadow;
  }

  private void disagree(int champion, int shadow, long count) {
    disagreements.merge((long) champion << 32 | shadow, count, Long::sum);
  }
}
