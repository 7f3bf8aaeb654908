package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.LabelReport;
import org.inkstream.schemas.MeanDiscrepancy;
import org.inkstream.schemas.OutlierReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drift reports as a scrape shows them. */
class DriftMetricsTest {

  private static final Instant START = Instant.parse("2026-11-23T09:30:00Z");

  private final ServingMetrics metrics = new ServingMetrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldShowTheNumbersOfAReport() {
    metrics.driftReported(
        report("v1", 0)
            .setStatistics(
                List.of(
                    statistic("input.mean", DriftState.OK, -0.5),
                    statistic("confidence.entropy", DriftState.ALARM, 7.25)))
            .setAccuracyEstimates(
                List.of(new AccuracyEstimate("mean-confidence", 0.875, 0.001, 0.99)))
            .setEmbedding(new MeanDiscrepancy(-0.25, 0.1, 0.99))
            .setLabels(labels(DriftState.WARN))
            .setOutliers(new OutlierReport(50L, 0.025, 0.001))
            .build());

    assertThat(drift())
        .containsExactlyInAnyOrder(
            "inkstream_drift_accuracy{version=\"v1\"} 0.8125",
            "inkstream_drift_estimated_accuracy{method=\"mean-confidence\",version=\"v1\"} 0.875",
            "inkstream_drift_evidence{statistic=\"confidence.entropy\",version=\"v1\"} 7.25",
            "inkstream_drift_evidence{statistic=\"input.mean\",version=\"v1\"} -0.5",
            "inkstream_drift_evidence{statistic=\"labels.error\",version=\"v1\"} 2.5",
            "inkstream_drift_label_coverage{version=\"v1\"} 0.5",
            "inkstream_drift_mmd2{version=\"v1\"} -0.25",
            "inkstream_drift_outlier_share{version=\"v1\"} 0.025",
            "inkstream_drift_psi{statistic=\"confidence.entropy\",version=\"v1\"} 0.375",
            "inkstream_drift_psi{statistic=\"input.mean\",version=\"v1\"} 0.375",
            "inkstream_drift_state{statistic=\"confidence.entropy\",version=\"v1\"} 2.0",
            "inkstream_drift_state{statistic=\"input.mean\",version=\"v1\"} 0.0",
            "inkstream_drift_state{statistic=\"labels.error\",version=\"v1\"} 1.0",
            "inkstream_drift_threshold{statistic=\"confidence.entropy\",version=\"v1\"} 5.5",
            "inkstream_drift_threshold{statistic=\"input.mean\",version=\"v1\"} 5.5",
            "inkstream_drift_threshold{statistic=\"labels.error\",version=\"v1\"} 4.0",
            "inkstream_drift_wasserstein{statistic=\"confidence.entropy\",version=\"v1\"} 0.75",
            "inkstream_drift_wasserstein{statistic=\"input.mean\",version=\"v1\"} 0.75",
            "inkstream_drift_window_events{version=\"v1\"} 2000.0");
  }

  @Test
  void shouldShowTheNewestWindowOfAVersion() {
    metrics.driftReported(report("v1", 2).setEvents(2).setLabels(labels(DriftState.OK)).build());
    metrics.driftReported(report("v1", 3).setEvents(3).build());
    metrics.driftReported(report("v1", 1).setEvents(1).build());

    assertThat(drift()).containsExactly("inkstream_drift_window_events{version=\"v1\"} 3.0");
  }

  @Test
  void shouldDropAVersionThatFallsBehind() {
    metrics.driftReported(report("v1", 0).build());
    metrics.driftReported(report("v2", 10).build());
    assertThat(drift()).hasSize(2);

    metrics.driftReported(report("v2", 11).build());

    assertThat(drift()).containsExactly("inkstream_drift_window_events{version=\"v2\"} 2000.0");
  }

  @Test
  void shouldDropEverythingWhenTheTaskLeavesAndBeginAnewWhenItComesBack() {
    metrics.driftReported(report("v1", 0).setLabels(labels(DriftState.OK)).build());

    metrics.driftClosed();
    assertThat(drift()).isEmpty();

    metrics.driftReported(report("v1", 1).build());
    assertThat(drift()).hasSize(1);
  }

  @Test
  void shouldSayNothingOfStatesThatAreNotKnown() {
    metrics.driftReported(
        report("v1", 0)
            .setStatistics(List.of(statistic("entropy", DriftState.UNKNOWN, -300)))
            .build());

    assertThat(drift())
        .noneSatisfy(line -> assertThat(line).containsPattern("drift_(evidence|threshold|state)"));
  }

  private List<String> drift() {
    return metrics.scrape().lines().filter(line -> line.startsWith("inkstream_drift")).toList();
  }

  private static DriftReport.Builder report(String version, int window) {
    return DriftReport.newBuilder()
        .setVersion(version)
        .setWindowStart(START.plusSeconds(30L * window))
        .setWindowEnd(START.plusSeconds(30L * (window + 1)))
        .setEvents(2000)
        .setClasses(List.of())
        .setStatistics(List.of());
  }

  private static DriftStatistic statistic(String name, DriftState state, double log10Evidence) {
    return DriftStatistic.newBuilder()
        .setName(name)
        .setMean(0)
        .setReferenceMean(0)
        .setReferenceStdDev(1)
        .setPsi(0.5)
        .setPsiDebiased(0.375)
        .setKs(0.1)
        .setWasserstein(0.75)
        .setBins(List.of())
        .setReferenceBins(List.of())
        .setLog10Evidence(log10Evidence)
        .setLog10Threshold(5.5)
        .setState(state)
        .build();
  }

  private static LabelReport labels(DriftState state) {
    return new LabelReport(
        1000L, 0.5, 188L, 0.8125, 0.78, 0.84, 0.5, 0.02, 0.3, 0.02, 2.5, 4.0, state, null, null);
  }
}
