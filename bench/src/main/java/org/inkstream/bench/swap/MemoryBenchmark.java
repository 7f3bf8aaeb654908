package org.inkstream.bench.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.Events;
import org.inkstream.bench.stream.ScheduledLoad;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.schemas.AliasChange;

/** Whether a process that is given one version after another grows. */
public final class MemoryBenchmark {

  private static final int RATE = 500;

  /** Long enough to be ahead of the next event, and no longer. */
  private static final Duration LEAD = Duration.ofMillis(200);

  /** Swaps after which a process has what it needs. */
  private static final int EARLY = 20;

  /** Looks of which the middle one counts, because the heap breathes. */
  private static final int LOOKS = 5;

  private static final int LOOK_MILLIS = 20;
  private static final int PATIENCE_SECONDS = 60;

  private MemoryBenchmark() {}

  /** After one swap. */
  private record Look(double megabytes, Map<String, Long> loaded) {
    long nativeBytes() {
      return loaded.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Measures and reports. */
  public static void run(Bench bench) throws InterruptedException, IOException {
    try (Cluster cluster = Cluster.start(bench.folder().resolve("memory"))) {
      RegistryWriter registry = new RegistryWriter(cluster.client(), Cluster.TOPICS);
      byte[] first = Files.readAllBytes(bench.bundleFile(Kind.CNN));
      // One of them is the newest, which stays loaded; the others come and go.
      List<String> versions =
          List.of(
              Versions.publish(registry, first),
              Versions.publish(registry, Versions.other(bench)),
              Versions.publish(registry, Versions.renamed(first, "bench-cnn-newest")));
      Versions.promote(cluster, registry, versions.get(0), LEAD);
      try (ServeChild serve = ServeChild.start(bench, cluster, "memory", Duration.ZERO);
          ScheduledLoad load = new ScheduledLoad(cluster, new Events(bench.images()), RATE)) {
        ServeChild.awaitAnswers(cluster, 1);
        TimeUnit.SECONDS.sleep(bench.plan().warmUpSeconds());
        List<Look> looks = swap(bench, cluster, registry, versions, serve, load);
        load.stop();
        ServeChild.awaitAnswers(cluster, load.sent());
        serve.stop();
        report(bench, looks, serve.versions().loads());
      }
      SwapAudit audit = SwapAudit.of(cluster, ChampionTable.read(cluster)::at);
      if (audit.misplaced() > 0) {
        throw new CommandFailure(audit.misplaced() + " events were lost, repeated or out of order");
      }
    }
  }

  private static List<Look> swap(
      Bench bench,
      Cluster cluster,
      RegistryWriter registry,
      List<String> versions,
      ServeChild serve,
      ScheduledLoad load)
      throws InterruptedException {
    List<Look> looks = new ArrayList<>();
    int swaps = bench.plan().changes();
    for (int swap = 1; swap <= swaps; swap++) {
      String version = versions.get(swap % versions.size());
      AliasChange change =
          Versions.promote(cluster, registry, version, LEAD)
              .orElseThrow(() -> new CommandFailure(version + " was champion already"));
      awaitAnswerBy(cluster, load, change);
      looks.add(new Look(ResidentMemory.megabytes(serve.pid()), serve.versions().look()));
      if (swap % EARLY == 0 || swap == swaps) {
        bench.say("swap %d of %d: %.0f MB".formatted(swap, swaps, looks.get(swap - 1).megabytes()));
      }
    }
    return looks;
  }

  /** Returns once an event of the change's time is answered, which only its version may do. */
  private static void awaitAnswerBy(Cluster cluster, ScheduledLoad load, AliasChange change)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    long from = change.getEffectiveFrom().toEpochMilli();
    while (System.currentTimeMillis() < from) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    // One that is not sent yet is younger.
    long wanted = load.sent() + Events.PARTITIONS;
    while (cluster.committed(ServeChild.APPLICATION, Cluster.TOPICS.images().name()) < wanted) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            "%s answered nothing in %d s".formatted(change.getVersion(), PATIENCE_SECONDS));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static void report(Bench bench, List<Look> looks, int loads) {
    int early = Math.min(EARLY, (looks.size() + 1) / 2);
    Row before = row("resident memory after %d swaps".formatted(early), looks.subList(0, early));
    bench.report().row(before);
    bench
        .report()
        .row(
            row("resident memory after %d swaps".formatted(looks.size()), looks)
                .against(before)
                .with("goal", "at most 1.05 x")
                .with("most MB", looks.stream().mapToDouble(Look::megabytes).max().orElseThrow())
                .with("loads", loads)
                .with("events/s", RATE));
    Row bytes =
        Row.baseline(
            "memory, cnn",
            "native bytes of the loaded versions after %d swaps".formatted(early),
            "bytes",
            Sample.of(looks.get(early - 1).nativeBytes()));
    Look last = looks.get(looks.size() - 1);
    bench.report().row(bytes.with("versions", looks.get(early - 1).loaded().size()));
    bench
        .report()
        .row(
            Row.baseline(
                    "memory, cnn",
                    "native bytes of the loaded versions after %d swaps".formatted(looks.size()),
                    "bytes",
                    Sample.of(last.nativeBytes()))
                .against(bytes)
                .with("versions", last.loaded().size())
                .with(
                    "most versions",
                    Collections.max(looks.stream().map(look -> look.loaded().size()).toList())));
  }

  /** The last looks of these. */
  private static Row row(String name, List<Look> looks) {
    List<Look> last = looks.subList(Math.max(0, looks.size() - LOOKS), looks.size());
    return Row.baseline(
        "memory, cnn", name, "MB", new Sample(last.stream().map(Look::megabytes).toList()));
  }
}
