package org.inkstream.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.report.Report;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.run.Children;
import org.inkstream.bench.run.Plan;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Interruption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures. */
@Command(
    name = "bench",
    description =
        "Measures, each number beside its baseline: engines in fresh JVMs, round after round, with"
            + " the same weights, events and settings. Brings its own broker. Close other programs"
            + " first.")
final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "BENCHMARK",
      description =
          "scorer, features, throughput, latency, swap, promotions, memory, publish, drift or all."
              + " Default: all.")
  private List<String> names = List.of();

  @Option(
      names = "--quick",
      description = "Minutes instead of an hour: shows that everything runs, proves nothing.")
  private boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Fresh JVMs of each variant. Default: 5, or 1 with --quick.")
  private Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long a stream is measured. Default: 20, or 3 with --quick.")
  private Integer seconds;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      description = "How long a stream runs before. Default: 30, or 2 with --quick.")
  private Integer warmUp;

  @Option(
      names = "--rate",
      paramLabel = "N",
      split = ",",
      description = "Events a second for latency. Default: 200.")
  private List<Integer> rates;

  @Option(
      names = "--swaps",
      paramLabel = "N",
      description =
          "Promotions. Default: 20 for swap, 100 for promotions, 500 for memory; with --quick 4, 4"
              + " and 30.")
  private Integer swaps;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      description =
          "Of the streams of throughput, those whose names contain this, such as 'cnn'. Default:"
              + " all.")
  private String only = "";

  @Option(names = "--json", description = "One JSON object a line instead of text.")
  private boolean json;

  @Option(
      names = "--bundle-cnn",
      paramLabel = "FILE",
      description = "Weights of the cnn. Default: random ones, which are as fast.")
  private Path bundleCnn;

  @Option(
      names = "--bundle-mlp",
      paramLabel = "FILE",
      description = "Weights of the mlp. Default: random ones, which are as fast.")
  private Path bundleMlp;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "What drift has found, to go on from. Default: .inkstream/bench.")
  private Path state;

  @Option(
      names = "--writers",
      paramLabel = "DIR",
      description =
          "Folder with QMNIST's labels (qmnist-test-labels-idx2-int.gz), for drift to measure a real"
              + " change of population. Default: that is left out.")
  private Path writers;

  /** Measures. */
  @Override
  public Integer call() {
    List<Benchmark> benchmarks = benchmarks();
    Plan plan = plan();
    Children children = new Children(ChildMain.class.getName());
    AtomicBoolean stopped = new AtomicBoolean();
    Thread measuring = Thread.currentThread();
    Interruption.cutsShort(
        () -> {
          stopped.set(true);
          children.stop();
          measuring.interrupt();
        },
        () -> {
          try {
            measure(benchmarks, plan, children);
          } catch (RuntimeException e) {
            // Whatever fails after the children were ended fails because of that.
            if (!stopped.get()) {
              throw e;
            }
          }
        });
    return 0;
  }

  private void measure(List<Benchmark> benchmarks, Plan plan, Children children) {
    PrintWriter progress = spec.commandLine().getErr();
    Path folder = temporaryFolder();
    try {
      Report report = new Report(spec.commandLine().getOut(), json);
      report.settings(Machine.settings(plan));
      Bench bench = new Bench(plan, folder, children, report, progress);
      for (Benchmark benchmark : benchmarks) {
        benchmark.run(bench);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    } catch (Exception e) {
      throw new CommandFailure("cannot measure: " + e.getMessage(), e);
    } finally {
      delete(folder);
    }
  }

  private List<Benchmark> benchmarks() {
    List<Benchmark> all = List.of(Benchmark.values());
    if (names.isEmpty() || names.contains("all")) {
      return all;
    }
    for (String name : names) {
      if (all.stream().noneMatch(benchmark -> benchmark.toString().equals(name))) {
        throw new ParameterException(
            spec.commandLine(), "no benchmark '" + name + "'; there are " + all + " and all");
      }
    }
    return all.stream().filter(benchmark -> names.contains(benchmark.toString())).toList();
  }

  private Plan plan() {
    Plan usual = quick ? Plan.QUICK : Plan.FULL;
    Map<Kind, Path> bundles = new EnumMap<>(Kind.class);
    given(bundles, Kind.CNN, bundleCnn);
    given(bundles, Kind.MLP, bundleMlp);
    try {
      return new Plan(
          rounds == null ? usual.rounds() : rounds,
          warmUp == null ? usual.warmUpSeconds() : warmUp,
          seconds == null ? usual.seconds() : seconds,
          usual.scorerWarmUpSeconds(),
          usual.scorerSeconds(),
          usual.batches(),
          usual.compared(),
          rates == null ? usual.rates() : rates,
          swaps == null ? usual.swaps() : swaps,
          swaps == null ? usual.promotions() : swaps,
          swaps == null ? usual.changes() : swaps,
          usual.swapSeconds(),
          bundles,
          state == null ? usual.state() : state,
          Optional.ofNullable(writers),
          only);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void given(Map<Kind, Path> bundles, Kind kind, Path file) {
    if (file == null) {
      return;
    }
    if (!Files.isReadable(file)) {
      throw new ParameterException(
          spec.commandLine(),
          "--bundle-%s: cannot read '%s'".formatted(kind.name().toLowerCase(Locale.ROOT), file));
    }
    bundles.put(kind, file);
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("inkstream-bench-");
    } catch (IOException e) {
      throw new CommandFailure("no temporary folder: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailure("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
