package org.inkstream.bench.drift;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;
import org.inkstream.model.drift.DriftMonitor;
import org.inkstream.model.drift.DriftReports;
import org.inkstream.model.drift.FeatureExtractor;
import org.inkstream.model.drift.ProfileBuilder;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;

/**
 * A real change of population: census staff as the reference, school pupils as the stream. Who
 * wrote which of MNIST's images is in the labels of QMNIST (Yadav and Bottou 2019), which do not
 * ship with this project.
 */
final class Population {

  private static final String NAME = "drift";
  private static final int WINDOW = 200;
  private static final int MOST_WINDOWS = 20;

  /** Columns of QMNIST's labels: the class, then the part of NIST's collection. */
  private static final int COLUMNS = 8;

  private static final int STAFF = 0;
  private static final int PUPILS = 4;
  private static final int MAGIC_OF_INTEGERS = 0x0C02;

  private Population() {}

  /** Measures, if the labels are there. */
  static void report(Bench bench, HeldOut heldOut) throws IOException {
    Optional<Path> folder = bench.plan().writers();
    if (folder.isEmpty()) {
      bench.say("drift: the change of population needs --writers, QMNIST's labels; left out");
      return;
    }
    // The published test images: of these the network may have seen some in training, as many of
    // both kinds; the statistics compare the kinds with each other.
    ImageSet images = DataSets.read("mnist", Part.TEST);
    int[][] labels = labels(folder.get().resolve("qmnist-test-labels-idx2-int.gz"));
    List<Integer> staff = new ArrayList<>();
    List<Integer> pupils = new ArrayList<>();
    for (int i = 0; i < images.count(); i++) {
      if (labels[i][1] == STAFF) {
        staff.add(i);
      } else if (labels[i][1] == PUPILS) {
        pupils.add(i);
      }
    }
    Collections.shuffle(staff, new Random(1));
    Collections.shuffle(pupils, new Random(2));
    int half = staff.size() / 2;
    ReferenceProfile profile = profile(heldOut, images, staff.subList(0, half));
    row(
        bench,
        heldOut,
        images,
        profile,
        "staff, as the reference",
        staff.subList(half, staff.size()));
    row(bench, heldOut, images, profile, "pupils, not as the reference", pupils);
  }

  private static void row(
      Bench bench,
      HeldOut heldOut,
      ImageSet images,
      ReferenceProfile profile,
      String name,
      List<Integer> stream) {
    DriftMonitor monitor = new DriftMonitor(profile);
    FeatureExtractor extractor = profile.featureMap().extractor();
    int alarmAfter = 0;
    int window = 0;
    DriftReport report = null;
    WindowCounts all = new WindowCounts();
    while (window < MOST_WINDOWS && (window + 1) * WINDOW <= stream.size()) {
      List<Integer> part = stream.subList(window * WINDOW, (window + 1) * WINDOW);
      ScoredRows rows = rows(heldOut, images, part);
      WindowCounts counts = new WindowCounts();
      for (int row = 0; row < WINDOW; row++) {
        counts.add(rows, row, part.get(row), profile, extractor);
      }
      Instant start = Instant.EPOCH.plus(Duration.ofSeconds(30L * window));
      monitor.observe(counts, start);
      all.merge(counts);
      report = DriftReports.report(profile, monitor, all, name, start, start.plusSeconds(30), 0);
      window++;
      if (alarmAfter == 0 && report.getState() == DriftState.ALARM) {
        alarmAfter = window * WINDOW;
      }
    }
    if (report == null) {
      bench.say("drift: too few images of " + name);
      return;
    }
    DriftStatistic most =
        report.getStatistics().stream()
            .max(Comparator.comparingDouble(DriftStatistic::getLog10Evidence))
            .orElseThrow();
    bench
        .report()
        .row(
            Row.baseline(
                    NAME,
                    "writers: " + name,
                    "events until the alarm, 0 for none",
                    Sample.of(alarmAfter))
                .with("events", window * WINDOW)
                .with("reference", profile.events())
                .with("material", report.getMaterial())
                .with(
                    "most",
                    String.format(
                        Locale.ROOT,
                        "%s, log10 M %.1f, W1 %.2f sigma, debiased PSI %.3f",
                        most.getName(),
                        most.getLog10Evidence(),
                        most.getWasserstein(),
                        most.getPsiDebiased()))
                .with(
                    "estimated accuracy",
                    report.getAccuracyEstimates().stream()
                        .map(each -> DriftBenchmark.number(each.getAccuracy()))
                        .toList()
                        .toString()));
  }

  private static ReferenceProfile profile(HeldOut heldOut, ImageSet images, List<Integer> of) {
    ProfileBuilder builder = new ProfileBuilder(heldOut.map(), heldOut.model().manifest().labels());
    ScoredRows rows = rows(heldOut, images, of);
    for (int row = 0; row < of.size(); row++) {
      builder.add(rows, row, images.label(of.get(row)));
    }
    return builder.build();
  }

  private static ScoredRows rows(HeldOut heldOut, ImageSet images, List<Integer> indices) {
    return heldOut.rows(indices.stream().map(images::image).toList());
  }

  /** Rows of an IDX file of integers, as QMNIST's labels are. */
  private static int[][] labels(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(new GZIPInputStream(raw))) {
      int magic = in.readInt();
      int count = in.readInt();
      int columns = in.readInt();
      if (magic != MAGIC_OF_INTEGERS || columns != COLUMNS || count < 0) {
        throw new IOException(file + " has not the form of QMNIST's labels");
      }
      List<int[]> rows = new ArrayList<>();
      for (int i = 0; i < count && i < 60_000; i++) {
        int[] row = new int[COLUMNS];
        for (int c = 0; c < COLUMNS; c++) {
          row[c] = in.readInt();
        }
        rows.add(row);
      }
      return rows.toArray(int[][]::new);
    }
  }
}
