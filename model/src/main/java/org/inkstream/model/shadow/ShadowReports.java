package org.inkstream.model.shadow;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.inkstream.schemas.ClassPair;
import org.inkstream.schemas.ShadowReport;

/** Words a comparison as the report of a window. */
public final class ShadowReports {

  /** Pairs of classes that a report lists at most. */
  public static final int MOST_PAIRS = 20;

  private ShadowReports() {}

  /** The report; the schema says how each number is defined. */
  public static ShadowReport report(
      Comparison counts, String champion, String shadow, Instant start, Instant end) {
    long compared = counts.compared();
    // A stable order: of equally frequent pairs the one of lower classes comes first.
    List<ClassPair> pairs =
        counts.disagreements().stream()
            .sorted(Comparator.comparingLong(ClassPair::getCount).reversed())
            .limit(MOST_PAIRS)
            .toList();
    double difference =
        share(counts.shadowConfidence() - counts.championConfidence(), compared) * Comparison.UNIT;
    return ShadowReport.newBuilder()
        .setShadow(shadow)
        .setChampion(champion)
        .setWindowStart(start)
        .setWindowEnd(end)
        .setEvents(counts.events())
        .setCompared(compared)
        .setShed(counts.shed())
        .setFailed(counts.failed())
        .setAgreed(counts.agreed())
        .setAgreement(share(counts.agreed(), compared))
        .setDisagreements(pairs)
        .setOtherDisagreements(
            compared - counts.agreed() - pairs.stream().mapToLong(ClassPair::getCount).sum())
        .setChampionConfidence(share(counts.championConfidence(), compared) * Comparison.UNIT)
        .setShadowConfidence(share(counts.shadowConfidence(), compared) * Comparison.UNIT)
        .setConfidenceDifference(difference)
        .setConfidenceDifferenceError(
            error(difference, counts.squaredDifferences() * Comparison.SQUARED_UNIT, compared))
        .setLabelled(counts.labelled())
        .setBothRight(counts.bothRight())
        .setChampionOnly(counts.championOnly())
        .setShadowOnly(counts.shadowOnly())
        .setChampionAccuracy(share(counts.bothRight() + counts.championOnly(), counts.labelled()))
        .setShadowAccuracy(share(counts.bothRight() + counts.shadowOnly(), counts.labelled()))
        .build();
  }

  /** The standard error of a mean, with n - 1 in the variance; 0 for fewer than two. */
  private static double error(double mean, double sumOfSquares, long n) {
    if (n < 2) {
      return 0;
    }
    // Rounding may leave a hair less than nothing.
    double variance = Math.max(0, (sumOfSquares - n * mean * mean) / (n - 1));
    return Math.sqrt(variance / n);
  }

  private static double share(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }
}
