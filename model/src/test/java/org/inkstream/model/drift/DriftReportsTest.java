package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.inkstream.schemas.ClassShare;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.LabelReport;
import org.inkstream.schemas.MeanDiscrepancy;
import org.inkstream.schemas.OutlierReport;
import org.inkstream.schemas.Wire;
import org.junit.jupiter.api.Test;

class DriftReportsTest {

  private static final ReferenceProfile PROFILE = Examples.profile(4, 2_000);
  private static final Instant START = Instant.ofEpochSecond(60);
  private static final Instant END = Instant.ofEpochSecond(90);

  private static DriftReport report(
      ReferenceProfile profile, DriftMonitor monitor, WindowCounts counts) {
    monitor.observe(counts, START);
    return DriftReports.report(profile, monitor, counts, "v7", START, END, 2);
  }

  private static DriftReport report(WindowCounts counts) {
    return report(PROFILE, new DriftMonitor(PROFILE), counts);
  }

  private static DriftStatistic statistic(DriftReport report, String name) {
    return report.getStatistics().stream()
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** A monitor whose embeddings are in alarm. */
  private static DriftMonitor alarmed() {
    DriftMonitor monitor = new DriftMonitor(PROFILE);
    monitor.observe(Examples.counts(PROFILE, Examples.rows(50, 100, 2)), Instant.EPOCH);
    assertThat(monitor.worst()).isEqualTo(DriftState.ALARM);
    return monitor;
  }

  private static double[] shares(long[] counts) {
    double total = Arrays.stream(counts).sum();
    return Arrays.stream(counts).mapToDouble(count -> count / total).toArray();
  }

  @Test
  void shouldSayWhatWasCountedAndWhere() {
    WindowCounts counts = Examples.counts(PROFILE, Examples.rows(8, 50));
    counts.add(1);

    DriftReport report = report(counts);

    assertThat(report.getVersion()).isEqualTo("v7");
    assertThat(report.getWindowStart()).isEqualTo(START);
    assertThat(report.getWindowEnd()).isEqualTo(END);
    assertThat(report.getEvents()).isEqualTo(51);
    assertThat(report.getStatisticEvents()).isEqualTo(50);
    assertThat(report.getLateEvents()).isEqualTo(2);
    assertThat(report.getReferenceProfile()).isEqualTo(PROFILE.digest());
    assertThat(report.getReferenceEvents()).isEqualTo(2_000);
    assertThat(report.getWindows()).isEqualTo(1);
    assertThat(report.getState()).isEqualTo(DriftState.OK);
    assertThat(report.getMaterial()).isFalse();
    assertThat(report.getHarmful()).isFalse();
    assertThat(report.getLabels()).isNull();
    assertThat(report.getStatistics())
        .extracting(DriftStatistic::getName)
        .isEqualTo(PROFILE.featureMap().names());
  }

  @Test
  void shouldCompareEachStatisticWithItsReference() {
    ScoredRows rows = Examples.rows(8, 60, 0.4);
    DriftMonitor monitor = new DriftMonitor(PROFILE);
    DriftReport report = report(PROFILE, monitor, Examples.counts(PROFILE, rows));
    FeatureExtractor extractor = PROFILE.featureMap().extractor();

    for (int i = 0; i < PROFILE.featureMap().size(); i++) {
      DriftStatistic found = report.getStatistics().get(i);
      ReferenceStatistic reference = PROFILE.statistic(i);
      double[] values = new double[60];
      // An event is in the bin of as many edges as are below it, by value and then by jitter.
      long[] bins = new long[reference.bins()];
      for (int row = 0; row < 60; row++) {
        double value = extractor.extract(rows, row)[i];
        values[row] = value;
        long jitter = EventHash.jitter(Examples.hash(rows, row), i);
        int bin = 0;
        for (int k = 0; k < reference.edges().length; k++) {
          double edge = reference.edges()[k];
          bin += edge < value || edge == value && reference.jitters()[k] < jitter ? 1 : 0;
        }
        bins[bin]++;
      }
      double[] p = shares(reference.counts());
      double[] q = shares(bins);
      double psi = 0;
      double ks = 0;
      double below = 0;
      double divergence = 0;
      for (int k = 0; k < bins.length; k++) {
        // The last bin of the reference may be empty: half an image.
        double smoothedP = Math.max(p[k], 0.5 / 2_000);
        double smoothedQ = Math.max(q[k], 0.5 / 60);
        psi +=
            p[k] == 0 && q[k] == 0 ? 0 : (smoothedQ - smoothedP) * Math.log(smoothedQ / smoothedP);
        below += q[k] - p[k];
        ks = Math.max(ks, Math.abs(below));
        double middle = (p[k] + q[k]) / 2;
        divergence += p[k] == 0 ? 0 : p[k] * Math.log(p[k] / middle) / 2;
        divergence += q[k] == 0 ? 0 : q[k] * Math.log(q[k] / middle) / 2;
      }

      assertThat(found.getBins()).isEqualTo(Arrays.stream(bins).boxed().toList());
      assertThat(found.getReferenceBins())
          .isEqualTo(Arrays.stream(reference.counts()).boxed().toList());
      assertThat(found.getEdges()).isEqualTo(Arrays.stream(reference.edges()).boxed().toList());
      assertThat(found.getPsi()).isCloseTo(psi, within(1e-12));
      assertThat(found.getPsiDebiased())
          .isCloseTo(psi - (bins.length - 1) * (1 / 2_000.0 + 1 / 60.0), within(1e-12));
      assertThat(found.getKs()).isCloseTo(ks, within(1e-12));
      assertThat(found.getJensenShannon()).isCloseTo(divergence, within(1e-12));
      assertThat(found.getMean())
          .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-6));
      assertThat(found.getReferenceMean()).isEqualTo(reference.mean());
      assertThat(found.getReferenceStdDev()).isEqualTo(reference.standardDeviation());
      assertThat(found.getReferenceQuantiles())
          .isEqualTo(Arrays.stream(reference.quantiles()).boxed().toList());
      Spread now =
          Spread.of(
              reference.edges(),
              bins,
              Arrays.stream(values).min().orElseThrow(),
              Arrays.stream(values).max().orElseThrow());
      Spread before =
          Spread.of(reference.edges(), reference.counts(), reference.least(), reference.largest());
      assertThat(found.getWasserstein())
          .isCloseTo(before.distance(now) / reference.standardDeviation(), within(1e-9));
      List<Double> quantiles = new ArrayList<>();
      for (double level : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
        quantiles.add(now.quantile(level));
      }
      assertThat(found.getQuantiles()).isEqualTo(quantiles);
      assertThat(found.getLog10Evidence())
          .isCloseTo(monitor.logEvidence(i) / Math.log(10), within(1e-12));
      // 24 detectors times 10,000 windows.
      assertThat(found.getLog10Threshold()).isCloseTo(Math.log10(240_000), within(1e-12));
    }
  }

  @Test
  void shouldMeasureAMoveInDeviationsOfTheReference() {
    // Embeddings max(0, z) and max(0, z + 1), in the direction that spreads most: 5 times as much.
    DriftReport report = report(Examples.counts(PROFILE, Examples.rows(9, 3_000, 1)));
    FeatureExtractor extractor = PROFILE.featureMap().extractor();
    int index = PROFILE.featureMap().names().indexOf("embedding.component.1");
    double[] before = sorted(extractor, Examples.rows(10, 3_000), index);
    double[] after = sorted(extractor, Examples.rows(9, 3_000, 1), index);

    // The distance of two samples as large is the mean distance of their order statistics.
    double distance =
        IntStream.range(0, 3_000)
            .mapToDouble(i -> Math.abs(before[i] - after[i]))
            .average()
            .orElseThrow();

    double deviation = PROFILE.statistic(index).standardDeviation();
    assertThat(statistic(report, "embedding.component.1").getWasserstein())
        .isCloseTo(distance / deviation, within(0.06));
  }

  private static double[] sorted(FeatureExtractor extractor, ScoredRows rows, int index) {
    return IntStream.range(0, 3_000)
        .mapToDouble(row -> extractor.extract(rows, row)[index])
        .sorted()
        .toArray();
  }

  @Test
  void shouldTellTheMixOfClasses() {
    ScoredRows rows = Examples.rows(8, 500);
    WindowCounts counts = Examples.counts(PROFILE, rows);

    List<ClassShare> classes = report(counts).getClasses();

    assertThat(classes)
        .extracting(ClassShare::getLabel, ClassShare::getName, ClassShare::getCount)
        .containsExactly(
            new Tuple(0, "zero", counts.ofClass(0)),
            new Tuple(1, "one", counts.ofClass(1)),
            new Tuple(2, "two", counts.ofClass(2)));
    double[] estimated =
        LabelShift.estimate(
                PROFILE.answers().confusion(),
                new long[] {counts.ofClass(0), counts.ofClass(1), counts.ofClass(2)})
            .orElseThrow();
    for (int label = 0; label < 3; label++) {
      ClassShare share = classes.get(label);
      assertThat(share.getShare()).isCloseTo(counts.ofClass(label) / 500.0, within(1e-15));
      assertThat(share.getReferenceShare())
          .isCloseTo(PROFILE.answers().predicted()[label] / 2_000.0, within(1e-15));
      assertThat(share.getEstimatedShare()).isEqualTo(estimated[label]);
    }
  }

  @Test
  void shouldCompareTheEmbeddingsAsAWhole() {
    WindowCounts counts = Examples.counts(PROFILE, Examples.rows(8, 100));

    MeanDiscrepancy calm = report(counts).getEmbedding();
    MeanDiscrepancy moved =
        report(Examples.counts(PROFILE, Examples.rows(8, 100, 1))).getEmbedding();

    ReferenceEmbedding reference = PROFILE.embedding();
    double each = 1 / 2_000.0 + 1 / 100.0;
    double distance = 0;
    long[] features = counts.sums(PROFILE).orElseThrow().features();
    for (int j = 0; j < 512; j++) {
      // Features are cosines times 512; the kernel is the mean of products of sqrt(2) cosines.
      double difference = (reference.sums()[j] / 2_000.0 - features[j] / 100.0) / 512;
      distance += 2 * difference * difference / 512;
    }
    assertThat(calm.getMmd2()).isCloseTo(distance - each * reference.spread(), within(1e-12));
    assertThat(calm.getNullQuantile()).isCloseTo(reference.nullQuantile() * each, within(1e-12));
    assertThat(calm.getLevel()).isEqualTo(0.99);
    assertThat(calm.getMmd2()).isLessThan(calm.getNullQuantile());
    assertThat(moved.getMmd2()).isGreaterThan(10 * moved.getNullQuantile());
  }

  @Test
  void shouldCallAnAlarmMaterialWhenTheMoveIsLarge() {
    DriftReport report =
        report(PROFILE, alarmed(), Examples.counts(PROFILE, Examples.rows(51, 100, 2)));
    DriftStatistic moved = statistic(report, "embedding.component.1");
    DriftStatistic still = statistic(report, "confidence.entropy");

    assertThat(report.getState()).isEqualTo(DriftState.ALARM);
    assertThat(report.getMaterial()).isTrue();
    assertThat(report.getHarmful()).isFalse();
    assertThat(moved.getState()).isEqualTo(DriftState.ALARM);
    assertThat(moved.getSince()).isEqualTo(Instant.EPOCH);
    assertThat(moved.getMaterial()).isTrue();
    assertThat(still.getState()).isEqualTo(DriftState.OK);
    assertThat(still.getSince()).isNull();
    assertThat(still.getMaterial()).isFalse();
  }

  @Test
  void shouldNotCallAnAlarmMaterialWhenTheMoveIsOver() {
    DriftReport report =
        report(PROFILE, alarmed(), Examples.counts(PROFILE, Examples.rows(52, 2_000)));
    DriftStatistic latched = statistic(report, "embedding.component.1");

    assertThat(latched.getState()).isEqualTo(DriftState.ALARM);
    assertThat(latched.getPsiDebiased()).isLessThan(0.1);
    assertThat(latched.getWasserstein()).isLessThan(0.1);
    assertThat(Accuracies.haveFallen(report.getAccuracyEstimates())).isFalse();
    assertThat(latched.getMaterial()).isFalse();
    assertThat(report.getMaterial()).isFalse();
  }

  @Test
  void shouldCallAnAlarmMaterialWhenTheAccuracyHasFallen() {
    ScoredRows rows = Examples.rows(52, 2_000);
    for (int i = 0; i < rows.probabilities().length; i++) {
      // Half of what was believed is spread evenly: the same answers, less sure.
      rows.probabilities()[i] = rows.probabilities()[i] / 2 + 1 / 6f;
    }

    DriftReport report = report(PROFILE, alarmed(), Examples.counts(PROFILE, rows));

    DriftStatistic latched = statistic(report, "embedding.component.1");
    assertThat(latched.getPsiDebiased()).isLessThan(0.1);
    assertThat(latched.getWasserstein()).isLessThan(0.1);
    // Confidences are 1/6 and half of what they were: far more than a point, and than chance.
    assertThat(report.getAccuracyEstimates().get(0).getAccuracy())
        .isLessThan(PROFILE.accuracy() - 0.1);
    assertThat(latched.getMaterial()).isTrue();
  }

  @Test
  void shouldNotCallALargeMoveMaterialWithoutAnAlarm() {
    DriftReport report = report(Examples.counts(PROFILE, Examples.rows(50, 2, 2)));
    DriftStatistic moved = statistic(report, "embedding.component.1");

    assertThat(moved.getPsi()).isGreaterThan(0.1);
    assertThat(moved.getWasserstein()).isGreaterThan(0.1);
    assertThat(moved.getState()).isNotEqualTo(DriftState.ALARM);
    assertThat(moved.getMaterial()).isFalse();
    assertThat(report.getMaterial()).isFalse();
  }

  @Test
  void shouldSayHowManyAreOutliers() {
    WindowCounts counts = Examples.counts(PROFILE, Examples.rows(8, 50));
    WindowCounts others = new WindowCounts();
    others.add(1);
    others.addOutlier();
    counts.addOutlier();
    counts.merge(others);
    WindowCounts sent = WindowCounts.of(counts.toAvro("v7", START, 0, END));

    assertThat(sent).isEqualTo(counts);
    assertThat(report(sent).getOutliers()).isEqualTo(new OutlierReport(2L, 2 / 51.0, 0.001));
    assertThat(report(labels(20, 3)).getOutliers()).isNull();
    ReferenceProfile small = Examples.profile(4, 60);
    WindowCounts few = Examples.counts(small, Examples.rows(8, 50));
    assertThat(report(small, new DriftMonitor(small), few).getOutliers()).isNull();
  }

  /** Labels of so many events, wrong in so many, with losses in the reference's first bin. */
  private static WindowCounts labels(int labelled, int errors) {
    LabelCounts labels = new LabelCounts();
    for (int i = 0; i < labelled; i++) {
      labels.add(0, i < errors ? 1 : 0, 0.25, 0.5, 0.75);
      labels.addLossBin(0, PROFILE.lossBins());
      labels.addSet(i > 0);
    }
    return WindowCounts.ofLabels(labels);
  }

  @Test
  void shouldReportWhatLabelsSay() {
    WindowCounts counts = Examples.counts(PROFILE, Examples.rows(8, 50));
    counts.merge(labels(20, 3));
    DriftMonitor monitor = new DriftMonitor(PROFILE);

    DriftReport report = report(PROFILE, monitor, counts);
    LabelReport found = report.getLabels();

    assertThat(found.getLabelled()).isEqualTo(20);
    assertThat(found.getErrors()).isEqualTo(3);
    assertThat(found.getCoverage()).isCloseTo(0.4, within(1e-15));
    assertThat(found.getAccuracy()).isCloseTo(0.85, within(1e-15));
    // binom.test(17, 20) in R.
    assertThat(found.getAccuracyLow()).isCloseTo(0.6210732, within(5e-8));
    assertThat(found.getAccuracyHigh()).isCloseTo(0.9679291, within(5e-8));
    assertThat(found.getCrossEntropy()).isCloseTo(0.25, within(1e-6));
    assertThat(found.getBrier()).isCloseTo(0.5, within(1e-6));
    assertThat(found.getEce()).isCloseTo(0.1, within(1e-6));
    assertThat(found.getAcceptedError()).isEqualTo(monitor.acceptedError());
    assertThat(found.getLog10Evidence())
        .isCloseTo(monitor.logEvidence(monitor.error()) / Math.log(10), within(1e-12));
    assertThat(found.getLog10Threshold()).isCloseTo(Math.log10(240_000), within(1e-12));
    assertThat(found.getState()).isEqualTo(DriftState.OK);
    assertThat(found.getSince()).isNull();
    assertThat(found.getPredictionSets().getEvents()).isEqualTo(20);
    assertThat(found.getPredictionSets().getCovered()).isEqualTo(19);
    assertThat(found.getPredictionSets().getCoverage()).isCloseTo(0.95, within(1e-15));
    // binom.test(19, 20) in R.
    assertThat(found.getPredictionSets().getCoverageLow()).isCloseTo(0.7512672, within(5e-8));
    assertThat(found.getPredictionSets().getCoverageHigh()).isCloseTo(0.9987349, within(5e-8));
    assertThat(report.getStatistics()).hasSize(PROFILE.featureMap().size() + 1);
    DriftStatistic loss = statistic(report, "labels.loss");
    assertThat(loss.getBins()).startsWith(20L).hasSize(PROFILE.lossBins());
    assertThat(loss.getMean()).isCloseTo(0.25, within(1e-6));
    assertThat(loss.getReferenceMean()).isEqualTo(PROFILE.loss().mean());
  }

  @Test
  void shouldCallHarmfulWhatMakesMoreErrorsThanAreAccepted() {
    WindowCounts counts = Examples.counts(PROFILE, Examples.rows(8, 50));
    counts.merge(labels(100, 60));

    DriftReport report = report(counts);

    assertThat(report.getHarmful()).isTrue();
    assertThat(report.getState()).isEqualTo(DriftState.ALARM);
    assertThat(report.getLabels().getState()).isEqualTo(DriftState.ALARM);
    assertThat(report.getLabels().getSince()).isEqualTo(START);
  }

  @Test
  void shouldReportAnAlarmOfLossesThoughNoLabelsComeAnyMore() {
    DriftMonitor monitor = new DriftMonitor(PROFILE);
    monitor.observe(labels(200, 0), Instant.EPOCH);

    DriftReport report = report(PROFILE, monitor, Examples.counts(PROFILE, Examples.rows(8, 50)));

    assertThat(report.getLabels()).isNull();
    DriftStatistic loss = statistic(report, "labels.loss");
    assertThat(loss.getState()).isEqualTo(DriftState.ALARM);
    assertThat(loss.getSince()).isEqualTo(Instant.EPOCH);
    assertThat(loss.getBins()).containsOnly(0L);
    assertThat(report.getState()).isEqualTo(DriftState.ALARM);
  }

  @Test
  void shouldNotCallADriftOfLossesHarmful() {
    // All right, and all losses in the first bin: a move, and no harm.
    DriftReport report = report(labels(200, 0));

    assertThat(statistic(report, "labels.loss").getState()).isEqualTo(DriftState.ALARM);
    assertThat(report.getHarmful()).isFalse();
    assertThat(report.getLabels().getState()).isEqualTo(DriftState.OK);
  }

  @Test
  void shouldReportWithoutAProfile() {
    WindowCounts counts = new WindowCounts();
    counts.add(1);
    counts.add(1);
    counts.add(0);
    counts.add(3);

    DriftReport report = DriftReports.without(counts, "v7", START, END, 5);

    assertThat(report.getEvents()).isEqualTo(4);
    assertThat(report.getLateEvents()).isEqualTo(5);
    assertThat(report.getReferenceProfile()).isEmpty();
    assertThat(report.getReferenceEvents()).isZero();
    assertThat(report.getStatistics()).isEmpty();
    assertThat(report.getState()).isEqualTo(DriftState.UNKNOWN);
    assertThat(report.getAccuracyEstimates()).isEmpty();
    assertThat(report.getEmbedding()).isNull();
    assertThat(report.getClasses())
        .extracting(ClassShare::getName, ClassShare::getCount, ClassShare::getShare)
        .containsExactly(
            new Tuple("0", 1L, 0.25),
            new Tuple("1", 2L, 0.5),
            new Tuple("2", 0L, 0.0),
            new Tuple("3", 1L, 0.25));
    assertThat(report.getClasses())
        .allMatch(each -> each.getReferenceShare() == null && each.getEstimatedShare() == null);
  }

  @Test
  void shouldReportAWindowWithoutStatistics() {
    DriftReport report = report(new WindowCounts());

    assertThat(report.getStatisticEvents()).isZero();
    assertThat(report.getEmbedding()).isNull();
    assertThat(report.getAccuracyEstimates()).isEmpty();
    assertThat(report.getWindows()).isZero();
    assertThat(report.getStatistics())
        .allSatisfy(
            each -> {
              assertThat(each.getBins()).containsOnly(0L);
              assertThat(each.getPsi()).isZero();
              assertThat(each.getPsiDebiased()).isZero();
              assertThat(each.getKs()).isZero();
              assertThat(each.getWasserstein()).isZero();
              assertThat(each.getMean()).isZero();
              assertThat(each.getQuantiles()).isEmpty();
              assertThat(each.getLog10Evidence()).isEqualTo(-300);
            });
  }

  @Test
  void shouldHaveNoNumberThatJsonHasNot() throws Exception {
    ScoredRows equal = Examples.rows(4, 1);
    ReferenceProfile one =
        new ProfileBuilder(Examples.MAP, Examples.NAMES).add(equal, 0, 1).build();
    ScoredRows odd = Examples.rows(6, 8);
    odd.embeddings()[0] = Float.NaN;
    odd.embeddings()[6] = Float.POSITIVE_INFINITY;
    odd.embeddings()[12] = Float.MAX_VALUE;
    odd.probabilities()[21] = Float.NaN;
    WindowCounts classesOnly = new WindowCounts();
    classesOnly.add(2);
    for (ReferenceProfile profile : List.of(one, PROFILE)) {
      DriftMonitor monitor = new DriftMonitor(profile);
      for (WindowCounts counts :
          List.of(
              new WindowCounts(),
              classesOnly,
              Examples.counts(profile, equal),
              Examples.counts(profile, Examples.rows(6, 1, 900)),
              Examples.counts(profile, odd),
              labels(1, 1),
              Examples.counts(profile, odd, 0, 1))) {
        DriftReport report = report(profile, monitor, counts);

        // Avro words a record as JSON, with these words where there is no number.
        assertThat(report.toString()).doesNotContain("NaN", "Infinity");
        Wire<DriftReport> wire = Wire.of(DriftReport.class);
        assertThat(wire.decode(wire.encode(report))).isEqualTo(report);
      }
    }
  }

  @Test
  void shouldBeTheSameFromTheSameCounts() {
    WindowCounts counts = Examples.counts(PROFILE, Examples.rows(8, 50));

    assertThat(report(counts)).isEqualTo(report(counts));
  }

  @Test
  void shouldBoundTheLogarithmOfNoEvidence() {
    assertThat(DriftReports.log10(Double.NEGATIVE_INFINITY)).isEqualTo(-300);
    assertThat(DriftReports.log10(Math.log(1000))).isCloseTo(3, within(1e-14));
  }
}
