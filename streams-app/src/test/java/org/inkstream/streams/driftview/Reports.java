package org.inkstream.streams.driftview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.LabelReport;
import org.inkstream.schemas.MeanDiscrepancy;
import org.inkstream.schemas.OutlierReport;
import org.inkstream.schemas.SetCoverage;

/** Reports of windows of 30 seconds, as {@code serve} might write them. */
final class Reports {

  static final Duration WINDOW = Duration.ofSeconds(30);

  /** End of window 0. */
  static final Instant START = Instant.parse("2026-11-23T09:30:00Z");

  private Reports() {}

  static Instant end(int window) {
    return START.plus(WINDOW.multipliedBy(window));
  }

  /** Without statistics. */
  static DriftReport.Builder builder(String version, int window, DriftState state) {
    return DriftReport.newBuilder()
        .setVersion(version)
        .setWindowStart(end(window).minus(WINDOW))
        .setWindowEnd(end(window))
        .setEvents(2000)
        .setReferenceProfile("digest")
        .setReferenceEvents(10_000)
        .setState(state)
        .setClasses(List.of())
        .setStatistics(List.of());
  }

  static DriftReport report(
      String version, int window, DriftState state, DriftStatistic... statistics) {
    return builder(version, window, state).setStatistics(List.of(statistics)).build();
  }

  /** With everything that a report may have. */
  static DriftReport whole(String version, int window) {
    return builder(version, window, DriftState.ALARM)
        .setLateEvents(3)
        .setStatisticEvents(500)
        .setWindows(41)
        .setMaterial(true)
        .setHarmful(false)
        .setStatistics(
            List.of(
                ok("input.mean", 0.4),
                raised("confidence.entropy", DriftState.ALARM, 12.34, true),
                raised("embedding.mahalanobis", DriftState.WARN, 4.0, false)))
        .setAccuracyEstimates(
            List.of(
                new AccuracyEstimate("mean-confidence", 0.872, 0.001, 0.9922),
                new AccuracyEstimate("thresholded-confidence", 0.881, 0.0015, 0.9922)))
        .setEmbedding(new MeanDiscrepancy(0.0123, 0.0041, 0.99))
        .setLabels(
            new LabelReport(
                1002L,
                0.501,
                112L,
                0.8882,
                0.8672,
                0.907,
                0.31,
                0.02,
                0.17,
                0.021,
                2.5,
                4.0,
                DriftState.WARN,
                end(window - 1).minus(WINDOW),
                new SetCoverage(1002L, 998L, 0.996, 0.9898, 0.9989)))
        .setOutliers(new OutlierReport(12L, 0.006, 0.001))
        .build();
  }

  static DriftStatistic ok(String name, double log10Evidence) {
    return statistic(name, DriftState.OK, log10Evidence).build();
  }

  /** In a state that was entered in the window that began at 09:27:30. */
  static DriftStatistic raised(
      String name, DriftState state, double log10Evidence, boolean material) {
    return statistic(name, state, log10Evidence)
        .setSince(end(-4).minus(WINDOW))
        .setMaterial(material)
        .setPsi(1.69)
        .setPsiDebiased(1.68)
        .setKs(0.5)
        .setWasserstein(0.92)
        .setMean(0.2)
        .setQuantiles(List.of(0.001, 0.05, 0.15, 0.3, 1.1))
        .setReferenceQuantiles(List.of(0.0001, 0.001, 0.004, 0.02, 0.2))
        .build();
  }

  static DriftStatistic.Builder statistic(String name, DriftState state, double log10Evidence) {
    return DriftStatistic.newBuilder()
        .setName(name)
        .setMean(0.134)
        .setReferenceMean(0.13)
        .setReferenceStdDev(0.04)
        .setPsi(0.01)
        .setPsiDebiased(-0.001)
        .setKs(0.03)
        .setWasserstein(0.1)
        .setBins(List.of())
        .setReferenceBins(List.of())
        .setLog10Evidence(log10Evidence)
        .setLog10Threshold(5.623)
        .setState(state);
  }

  /** Of a release that knew no states. */
  static DriftStatistic old(String name) {
    return DriftStatistic.newBuilder()
        .setName(name)
        .setMean(0.134)
        .setReferenceMean(0.13)
        .setReferenceStdDev(0.04)
        .setPsi(0.01)
        .setPsiDebiased(0.004)
        .setKs(0.03)
        .setBins(List.of())
        .setReferenceBins(List.of())
        .build();
  }
}
