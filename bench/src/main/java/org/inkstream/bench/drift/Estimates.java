package org.inkstream.bench.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;
import org.inkstream.model.corruption.Corruption;
import org.inkstream.model.drift.DriftMonitor;
import org.inkstream.model.drift.DriftReports;
import org.inkstream.model.drift.FeatureExtractor;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.DriftReport;

/** The estimates of accuracy that reports have, beside the true one, for each kind of MNIST-C. */
final class Estimates {

  private static final String NAME = "drift";

  /** Scored together: inputs and embeddings of all would need much memory. */
  private static final int AT_ONCE = 1_000;

  private final Bench bench;
  private final HeldOut heldOut;
  private final Ledger ledger;
  private final int count;

  Estimates(Bench bench, HeldOut heldOut, Ledger ledger) {
    this.bench = bench;
    this.heldOut = heldOut;
    this.ledger = ledger;
    this.count = bench.plan().isQuick() ? 500 : heldOut.images().count() / 2;
  }

  void report() {
    Map<String, Corruption> kinds = new LinkedHashMap<>(Corruption.mnistC());
    Progress progress = new Progress(bench, "estimated accuracy", kinds.size());
    // A few images are enough for the names.
    List<String> methods =
        of(List.of(), AT_ONCE).report().getAccuracyEstimates().stream()
            .map(AccuracyEstimate::getMethod)
            .toList();
    double[] errors = new double[methods.size()];
    for (Map.Entry<String, Corruption> kind : kinds.entrySet()) {
      double[] found =
          ledger.get("estimate/" + kind.getKey(), () -> measure(List.of(kind.getValue())));
      Row row =
          Row.baseline(NAME, "accuracy under " + kind.getKey(), "true share", Sample.of(found[0]));
      for (int i = 0; i < errors.length; i++) {
        errors[i] += Math.abs(found[i + 1] - found[0]) / kinds.size();
        row = row.with(methods.get(i), DriftBenchmark.number(found[i + 1]));
      }
      bench.report().row(row);
      progress.step();
    }
    for (int i = 0; i < errors.length; i++) {
      bench
          .report()
          .row(
              Row.baseline(
                  NAME,
                  "mean absolute error of " + methods.get(i),
                  "points",
                  Sample.of(100 * errors[i])));
    }
  }

  /** The true accuracy, then each estimate. */
  private double[] measure(List<Corruption> corruptions) {
    Found found = of(corruptions, count);
    return DoubleStream.concat(
            DoubleStream.of(found.accuracy()),
            found.report().getAccuracyEstimates().stream()
                .mapToDouble(AccuracyEstimate::getAccuracy))
        .toArray();
  }

  private record Found(double accuracy, DriftReport report) {}

  /** Images of the second half, none of which the profile is of. */
  private Found of(List<Corruption> corruptions, int many) {
    ImageSet images = heldOut.images();
    ReferenceProfile profile = heldOut.model().profile();
    FeatureExtractor extractor = profile.featureMap().extractor();
    WindowCounts counts = new WindowCounts();
    SplittableRandom random = new SplittableRandom(15);
    int right = 0;
    for (int from = 0; from < many; from += AT_ONCE) {
      int to = Math.min(many, from + AT_ONCE);
      List<byte[]> part = new ArrayList<>();
      for (int i = from; i < to; i++) {
        int index = images.count() / 2 + i;
        part.add(
            Corruption.applyAll(
                    corruptions,
                    images.image(index),
                    images.width(),
                    images.height(),
                    images.label(index),
                    random.split())
                .orElseThrow());
      }
      ScoredRows rows = heldOut.rows(part);
      for (int row = 0; row < part.size(); row++) {
        counts.add(rows, row, from + row, profile, extractor);
        right += rows.predicted(row) == images.label(images.count() / 2 + from + row) ? 1 : 0;
      }
    }
    DriftMonitor monitor = new DriftMonitor(profile);
    monitor.observe(counts, Instant.EPOCH);
    Instant end = Instant.EPOCH.plusSeconds(30);
    return new Found(
        (double) right / many,
        DriftReports.report(profile, monitor, counts, "measured", Instant.EPOCH, end, 0));
  }
}
