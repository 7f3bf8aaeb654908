package org.inkstream.model.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.MeanDiscrepancy;
import org.inkstream.schemas.OutlierReport;

/** Words the counts of a window as a report. The same arguments give the same bits. */
public final class DriftReports {

  /** From here on a move is large: debiased PSI, and Wasserstein-1 in standard deviations. */
  private static final double LARGE = 0.1;

  private DriftReports() {}

  /**
   * The report of a window of a version whose profile is not known, or that was counted with
   * another: how many events there were and how they were classified. It has no statistics and no
   * reference shares, because there is nothing true to put there.
   *
   * @param counts the window's counts
   * @param version the model version
   * @param windowStart inclusive
   * @param windowEnd exclusive
   * @param lateEvents events of earlier windows that came too late for theirs
   */
  public static DriftReport without(
      WindowCounts counts,
      String version,
      Instant windowStart,
      Instant windowEnd,
      long lateEvents) {
    return begun(counts, version, windowStart, windowEnd, lateEvents)
        .setClasses(ClassShares.of(counts))
        .setStatistics(List.of())
        .build();
  }

  /**
   * The report of one window of one version.
   *
   * @param profile the version's; the events were counted with it
   * @param monitor has observed the window
   * @param counts the window's counts
   * @param version the model version
   * @param windowStart inclusive
   * @param windowEnd exclusive
   * @param lateEvents events of earlier windows that came too late for theirs
   */
  public static DriftReport report(
      ReferenceProfile profile,
      DriftMonitor monitor,
      WindowCounts counts,
      String version,
      Instant windowStart,
      Instant windowEnd,
      long lateEvents) {
    StatisticSums sums = counts.sums(profile).orElseThrow();
    List<AccuracyEstimate> estimates = Accuracies.of(profile.answers(), counts, sums);
    boolean fallen = Accuracies.haveFallen(estimates);
    List<DriftStatistic> statistics = new ArrayList<>();
    for (int i = 0; i < profile.featureMap().size(); i++) {
      statistics.add(
          statistic(
              profile.statistic(i),
              new Seen(sums.bins(i), sums.mean(i), sums.least(i), sums.largest(i)),
              i,
              monitor,
              fallen));
    }
    if (counts.labels().labelled() > 0
        || counts.labels().lossBins().length > 0
        || monitor.alarm(monitor.loss()).state() != DriftState.OK) {
      statistics.add(
          statistic(
              profile.loss(),
              losses(profile.loss(), counts.labels()),
              monitor.loss(),
              monitor,
              fallen));
    }
    return begun(counts, version, windowStart, windowEnd, lateEvents)
        .setReferenceProfile(profile.digest())
        .setReferenceEvents(profile.events())
        .setClasses(ClassShares.of(counts, profile))
        .setStatistics(statistics)
        .setStatisticEvents(sums.events())
        .setWindows(monitor.windows())
        .setState(monitor.worst())
        .setMaterial(statistics.stream().anyMatch(DriftStatistic::getMaterial))
        .setHarmful(monitor.alarm(monitor.error()).state() == DriftState.ALARM)
        .setAccuracyEstimates(estimates)
        .setEmbedding(embedding(profile, sums))
        .setLabels(LabelReports.of(counts, monitor))
        .setOutliers(outliers(profile, counts))
        .build();
  }

  private static OutlierReport outliers(ReferenceProfile profile, WindowCounts counts) {
    if (profile.outlierTest().isEmpty() || counts.events() == 0) {
      return null;
    }
    double flagged = counts.outliers();
    return new OutlierReport(
        counts.outliers(), flagged / counts.events(), profile.outlierTest().get().level());
  }

  private static DriftReport.Builder begun(
      WindowCounts counts,
      String version,
      Instant windowStart,
      Instant windowEnd,
      long lateEvents) {
    return DriftReport.newBuilder()
        .setVersion(version)
        .setWindowStart(windowStart)
        .setWindowEnd(windowEnd)
        .setEvents(counts.events())
        .setLateEvents(lateEvents);
  }

  /** What a window has of one statistic. */
  private record Seen(long[] bins, double mean, double least, double largest) {}

  /** Of losses the ranks alone are counted, so the extremes are taken as the reference's. */
  private static Seen losses(ReferenceStatistic reference, LabelCounts labels) {
    long[] bins = labels.lossBins();
    return new Seen(
        bins.length == reference.bins() ? bins : new long[reference.bins()],
        labels.crossEntropy(),
        reference.least(),
        reference.largest());
  }

  private static DriftStatistic statistic(
      ReferenceStatistic reference,
      Seen seen,
      int index,
      DriftMonitor monitor,
      boolean accuracyFallen) {
    long[] expected = reference.counts();
    long[] window = seen.bins();
    double psi = EffectSizes.psiDebiased(expected, window);
    Optional<Spread> spread = spread(reference, seen);
    double distance = spread.map(now -> distance(reference, now)).orElse(0.0);
    Alarm alarm = monitor.alarm(index);
    boolean large = psi >= LARGE || distance >= LARGE || accuracyFallen;
    return DriftStatistic.newBuilder()
        .setName(reference.name())
        .setMean(seen.mean())
        .setReferenceMean(reference.mean())
        .setReferenceStdDev(reference.standardDeviation())
        .setPsi(EffectSizes.psi(expected, window))
        .setPsiDebiased(psi)
        .setKs(EffectSizes.ks(expected, window))
        .setJensenShannon(EffectSizes.jensenShannon(expected, window))
        .setWasserstein(distance)
        .setEdges(Arrays.stream(reference.edges()).boxed().toList())
        .setBins(Arrays.stream(window).boxed().toList())
        .setReferenceBins(Arrays.stream(expected).boxed().toList())
        .setQuantiles(
            spread
                .map(
                    now ->
                        Arrays.stream(ReferenceStatistic.LEVELS)
                            .mapToObj(level -> now.quantile(level))
                            .toList())
                .orElse(List.of()))
        .setReferenceQuantiles(Arrays.stream(reference.quantiles()).boxed().toList())
        .setLog10Evidence(log10(monitor.logEvidence(index)))
        .setLog10Threshold(log10(monitor.logThreshold()))
        .setState(alarm.state())
        .setSince(alarm.whenRaised().orElse(null))
        .setMaterial(alarm.state() == DriftState.ALARM && large)
        .build();
  }

  private static Optional<Spread> spread(ReferenceStatistic reference, Seen seen) {
    return Arrays.stream(seen.bins()).sum() == 0
        ? Optional.empty()
        : Optional.of(Spread.of(reference.edges(), seen.bins(), seen.least(), seen.largest()));
  }

  private static double distance(ReferenceStatistic reference, Spread now) {
    Spread before =
        Spread.of(reference.edges(), reference.counts(), reference.least(), reference.largest());
    double distance = before.distance(now);
    // Without a deviation there is no scale: any move is as large as it gets.
    return distance == 0 ? 0 : Math.min(Double.MAX_VALUE, distance / reference.standardDeviation());
  }

  private static MeanDiscrepancy embedding(ReferenceProfile profile, StatisticSums sums) {
    long n = profile.events();
    long m = sums.events();
    ReferenceEmbedding reference = profile.embedding();
    if (m == 0) {
      return null;
    }
    return new MeanDiscrepancy(
        MeanDiscrepancies.squared(reference.sums(), n, sums.features(), m, reference.spread()),
        reference.nullQuantile() * (1.0 / n + 1.0 / m),
        ReferenceEmbedding.LEVEL);
  }

  /** JSON has no infinity; before the first window there is no evidence at all. */
  static double log10(double log) {
    return Math.max(-300, log / StrictMath.log(10));
  }
}
