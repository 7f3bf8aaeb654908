package org.inkstream.bench.drift;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.drift.Intervals;

/**
 * How well drift is found: detection at a fixed number of events beside another method, rejections
 * without drift, run lengths to false alarms, and estimates of accuracy beside the true one. What
 * was found is kept in a folder, and a measurement that was cut short goes on from there.
 */
public final class DriftBenchmark {

  private static final String NAME = "drift";
  private static final int[] SIZES = {10, 20, 50, 100, 200, 500, 1_000, 10_000};
  private static final int[] QUICK_SIZES = {10, 50, 200};

  /** Of "Failing Loudly", table 1a, MNIST and CIFAR-10 pooled. */
  private static final double[] PUBLISHED = {.19, .28, .47, .47, .51, .65, .70, .79};

  private static final int SEEDS = 5;
  private static final int DRAWS = 20_000;
  private static final int SPLITS = 1_000;
  private static final int RUNS = 200;
  private static final double[] THRESHOLDS = {200, 1_000};

  private final Bench bench;
  private final boolean quick;
  private final Ledger ledger;
  private final HeldOut heldOut;
  private final Detection detection;
  private final int[] sizes;

  private DriftBenchmark(Bench bench, Ledger ledger, HeldOut heldOut, byte[] network) {
    this.bench = bench;
    this.quick = bench.plan().isQuick();
    this.ledger = ledger;
    this.heldOut = heldOut;
    this.sizes = quick ? QUICK_SIZES : SIZES;
    this.detection = new Detection(heldOut, network, ledger, sizes, quick ? DRAWS / 10 : DRAWS);
  }

  /**
   * Measures and reports.
   *
   * @throws IOException if the bundle or the writers cannot be read
   */
  public static void run(Bench bench) throws IOException, InterruptedException {
    Path file = bench.plan().bundles().get(Kind.CNN);
    if (file == null) {
      file = TrainedNetwork.in(bench.plan().state(), bench::say, bench.plan().isQuick());
    }
    byte[] bytes = Files.readAllBytes(file);
    String digest = Sha256.of(bytes).substring(0, 12);
    Path state =
        bench
            .plan()
            .state()
            .resolve("drift-" + digest + (bench.plan().isQuick() ? "-quick" : "") + ".jsonl");
    bench.say("what is found is kept in " + state);
    try (LoadedModel model = Gate.load(bytes, 1);
        HeldOut heldOut = HeldOut.of(model, file)) {
      DriftBenchmark benchmark =
          new DriftBenchmark(bench, new Ledger(state), heldOut, BundleFile.read(bytes).network());
      benchmark.detection();
      benchmark.withoutShift();
      benchmark.sequential();
      new Estimates(bench, heldOut, benchmark.ledger).report();
      Population.report(bench, heldOut);
    } catch (RefusedException e) {
      throw new CommandFailure(file + " is refused: " + e.reason() + ": " + e.getMessage(), e);
    }
  }

  private void detection() {
    List<String> shifts = Shifts.names();
    int seeds = quick ? 1 : SEEDS;
    int cells = shifts.size() * Detection.SHARES.length * seeds;
    Progress progress = new Progress(bench, "detection", cells);
    double[] ours = new double[sizes.length];
    double[] theirs = new double[sizes.length];
    for (String shift : shifts) {
      for (double share : Detection.SHARES) {
        int[] found = new int[sizes.length];
        int[] foundByThem = new int[sizes.length];
        for (int seed = 1; seed <= seeds; seed++) {
          double[] levels = detection.levels(shift, share, seed);
          for (int i = 0; i < sizes.length; i++) {
            found[i] += levels[i] <= Detection.LEVEL ? 1 : 0;
            foundByThem[i] += levels[sizes.length + i] <= Detection.LEVEL ? 1 : 0;
          }
          progress.step();
        }
        for (int i = 0; i < sizes.length; i++) {
          ours[i] += found[i];
          theirs[i] += foundByThem[i];
        }
        bench
            .report()
            .row(
                Row.baseline(
                        NAME,
                        "found: %s of %s %%".formatted(shift, Math.round(share * 100)),
                        "share at the largest size",
                        Sample.of((double) found[sizes.length - 1] / seeds))
                    .with("events", Arrays.toString(sizes))
                    .with("of " + seeds, Arrays.toString(found))
                    .with("BBSDs", Arrays.toString(foundByThem)));
      }
    }
    for (int i = 0; i < sizes.length; i++) {
      double them = theirs[i] / cells;
      Row row =
          Row.baseline(
              NAME,
              "found in " + sizes[i] + " events",
              "share of shifts",
              Sample.of(ours[i] / cells));
      if (them > 0) {
        row = row.against("BBSDs", Sample.of(them)).withGoal(1);
      }
      bench.report().row(quick ? row : row.with("published BBSDs", PUBLISHED[i]));
    }
  }

  private void withoutShift() {
    int splits = quick ? SPLITS / 20 : SPLITS;
    Progress progress = new Progress(bench, "without shift", splits);
    long[] rejected = new long[sizes.length];
    long[] rejectedByThem = new long[sizes.length];
    for (int split = 1; split <= splits; split++) {
      double[] levels = detection.levelsWithoutShift(1_000_000 + split);
      for (int i = 0; i < sizes.length; i++) {
        rejected[i] += levels[i] <= Detection.LEVEL ? 1 : 0;
        rejectedByThem[i] += levels[sizes.length + i] <= Detection.LEVEL ? 1 : 0;
      }
      progress.step();
    }
    for (int i = 0; i < sizes.length; i++) {
      bench
          .report()
          .row(
              Row.baseline(
                      NAME,
                      "rejected without shift in " + sizes[i] + " events",
                      "share of " + splits + " splits",
                      Sample.of((double) rejected[i] / splits))
                  .with("upper 95 % bound", number(Intervals.upper(rejected[i], splits, 0.95)))
                  .with("BBSDs", (double) rejectedByThem[i] / splits));
    }
  }

  private void sequential() {
    int runs = quick ? RUNS / 10 : RUNS;
    for (double threshold : quick ? new double[] {50} : THRESHOLDS) {
      Progress progress = new Progress(bench, "run length at A = " + (int) threshold, runs);
      double[] lengths =
          IntStream.range(0, runs)
              .mapToDouble(
                  run -> {
                    double length =
                        ledger.number(
                            "run/%s/%d".formatted(threshold, run),
                            () ->
                                Sequential.runLength(
                                    threshold, 20, 10_000, (long) (50 * threshold), run));
                    progress.step();
                    return length;
                  })
              .toArray();
      bench
          .report()
          .row(
              Row.baseline(
                      NAME,
                      "mean windows to a false alarm at A = " + (int) threshold,
                      "windows",
                      Sample.of(Arrays.stream(lengths).average().orElseThrow()))
                  .against("A", Sample.of(threshold))
                  .withGoal(1)
                  .with("runs", runs));
    }
    double[] delays =
        IntStream.range(0, 5 * runs)
            .mapToDouble(
                run ->
                    ledger.number(
                        "delay/" + run,
                        () -> Sequential.delay(Detection.LEVEL, 1, 2_000, 10_000, run)))
            .sorted()
            .toArray();
    bench
        .report()
        .row(
            Row.baseline(
                    NAME,
                    "events until N(1,1) is told from N(0,1), 2,000 reference values, level 0.05",
                    "events, median",
                    Sample.of(delays[delays.length / 2]))
                .with("published", "21 conditional, 31 standard conformal martingale")
                .with(
                    "from 10 % to 90 %",
                    delays[delays.length / 10] + " to " + delays[delays.length * 9 / 10]));
  }

  static double number(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.4f", value));
  }
}
