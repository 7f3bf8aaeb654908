package org.inkstream.bench.swap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.CommittedRecords;
import org.inkstream.bench.stream.Events;
import org.inkstream.bench.stream.ScheduledLoad;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.registry.RegistryWriter;

/**
 * How long it takes from {@code ./inkstream publish --promote}, in a process of its own as whoever
 * types it has it, until the first answer of the version is there.
 */
public final class PublishBenchmark {

  private static final int RATE = 500;
  private static final int PATIENCE_SECONDS = 90;
  private static final int LOOK_MILLIS = 5;

  /** Publications a round. */
  private static final int EACH = 2;

  private PublishBenchmark() {}

  /** Moments of one publication, in milliseconds since the epoch. */
  private record Publication(
      double typed, double written, double announced, double inForce, double answered) {

    double delay() {
      return inForce - announced;
    }

    double fromTyped() {
      return answered - typed - delay();
    }

    double fromWritten() {
      return answered - written - delay();
    }
  }

  /** Measures and reports. */
  public static void run(Bench bench) throws InterruptedException, IOException {
    String launcher = System.getProperty("inkstream.launcher");
    if (launcher == null) {
      throw new CommandFailure("publish is measured through ./inkstream, which did not start this");
    }
    byte[] bundle = Files.readAllBytes(bench.bundleFile(Kind.CNN));
    List<String> versions = new ArrayList<>();
    List<Long> typed = new ArrayList<>();
    List<Long> answered = new ArrayList<>();
    try (Cluster cluster = Cluster.start(bench.folder().resolve("publish"))) {
      RegistryWriter registry = new RegistryWriter(cluster.client(), Cluster.TOPICS);
      Versions.promote(cluster, registry, Versions.publish(registry, bundle), Versions.LEAD);
      try (ServeChild serve = ServeChild.start(bench, cluster);
          ScheduledLoad load = new ScheduledLoad(cluster, new Events(bench.images()), RATE);
          VersionWatch watch = new VersionWatch(cluster)) {
        ServeChild.awaitAnswers(cluster, 1);
        TimeUnit.SECONDS.sleep(bench.plan().warmUpSeconds());
        for (int i = 1; i <= EACH * bench.plan().rounds(); i++) {
          String version = "bench-cnn-" + i;
          Path file = bench.folder().resolve(version + ".bundle");
          Files.write(file, Versions.renamed(bundle, version));
          bench.say("publication %d of %d".formatted(i, EACH * bench.plan().rounds()));
          versions.add(version);
          typed.add(System.currentTimeMillis());
          answered.add(publish(launcher, cluster, file, version, watch));
        }
        load.stop();
        ServeChild.awaitAnswers(cluster, load.sent());
        serve.stop();
      }
      report(bench, publications(cluster, versions, typed, answered), bundle.length);
    }
  }

  /** Returns when the first answer was there. */
  private static long publish(
      String launcher, Cluster cluster, Path file, String version, VersionWatch watch)
      throws InterruptedException, IOException {
    Path output = file.resolveSibling(version + ".log");
    Process process =
        new ProcessBuilder(
                launcher,
                "publish",
                file.toString(),
                "--promote",
                "--bootstrap-servers",
                cluster.bootstrapServers())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (watch.first(version) == 0 || process.isAlive()) {
        if (System.nanoTime() > deadline) {
          throw new CommandFailure(
              "no answer by %s in %d s; the command said: %s"
                  .formatted(version, PATIENCE_SECONDS, Files.readString(output)));
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      if (process.exitValue() != 0) {
        throw new CommandFailure("publish failed: " + Files.readString(output));
      }
      return watch.first(version);
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static List<Publication> publications(
      Cluster cluster, List<String> versions, List<Long> typed, List<Long> answered) {
    List<ChampionTable.Turn> turns = ChampionTable.read(cluster).swaps();
    List<Long> written = new ArrayList<>(Collections.nCopies(versions.size(), 0L));
    CommittedRecords.forEach(
        cluster,
        Cluster.TOPICS.modelArtifacts().name(),
        1,
        chunk -> {
          String key = new String(chunk.key(), StandardCharsets.UTF_8);
          int version = versions.indexOf(key.substring(0, key.indexOf('/')));
          if (version >= 0 && written.get(version) == 0) {
            written.set(version, chunk.timestamp());
          }
        });
    List<Publication> publications = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      publications.add(
          new Publication(
              typed.get(i),
              written.get(i),
              turns.get(i).announced(),
              turns.get(i).from(),
              answered.get(i)));
    }
    return publications;
  }

  private static void report(Bench bench, List<Publication> all, int bytes) {
    bench
        .report()
        .row(
            row(
                    "from the command's start to the first answer, less the delay",
                    all,
                    Publication::fromTyped)
                .with("goal", "at most 1000")
                .with("bytes", bytes));
    bench
        .report()
        .row(
            row(
                    "from its first record to the first answer, less the delay",
                    all,
                    Publication::fromWritten)
                .with("goal", "at most 1000"));
    bench
        .report()
        .row(row("the delay: from the announcement until in force", all, Publication::delay));
    bench
        .report()
        .row(
            row(
                "the command: from its start to its first record",
                all,
                p -> p.written() - p.typed()));
    bench
        .report()
        .row(
            row(
                "written, loaded, waited for: to the announcement",
                all,
                p -> p.announced() - p.written()));
    bench
        .report()
        .row(row("from in force to the first answer", all, p -> p.answered() - p.inForce()));
  }

  private static Row row(String name, List<Publication> all, ToDoubleFunction<Publication> of) {
    return Row.baseline(
        "publish, cnn", name, "ms", new Sample(all.stream().mapToDouble(of).boxed().toList()));
  }
}
