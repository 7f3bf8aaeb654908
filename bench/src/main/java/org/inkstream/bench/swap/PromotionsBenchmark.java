package org.inkstream.bench.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.inkstream.bench.engine.Bundles;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.Events;
import org.inkstream.bench.stream.SaturatingLoad;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.fleet.FleetReader;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.schemas.SwapReceipt;

/**
 * Promotions at random moments while two instances are kept as busy as they can be, and a witness
 * who then reads the topics.
 */
public final class PromotionsBenchmark {

  private static final int LEAST_GAP_MILLIS = 1000;
  private static final int MOST_GAP_MILLIS = 4000;

  /** Until it is known what the instances can do. */
  private static final int FIRST_BACKLOG = 4000;

  /** Of what they do in a second, what waits: many commits' worth, so that none runs dry. */
  private static final double BACKLOG_SECONDS = 2;

  private static final int LOOK_MILLIS = 100;
  private static final int PATIENCE_SECONDS = 60;

  /** The recorder writes a receipt five seconds after the first batch of the new champion. */
  private static final int RECEIPT_SECONDS = 7;

  private static final int BATCH = 128;

  private PromotionsBenchmark() {}

  private record Drill(long from, long to, int capacity, int backlog, long least, int loads) {}

  /** Measures and reports. */
  public static void run(Bench bench) throws InterruptedException, IOException {
    try (Cluster cluster = Cluster.start(bench.folder().resolve("promotions"))) {
      RegistryWriter registry = new RegistryWriter(cluster.client(), Cluster.TOPICS);
      byte[] first = Files.readAllBytes(bench.bundleFile(Kind.CNN));
      byte[] second = Versions.other(bench);
      List<String> versions =
          List.of(Versions.publish(registry, first), Versions.publish(registry, second));
      // The newest is kept loaded everywhere, and shall be neither of the two.
      Versions.publish(registry, Versions.renamed(first, "bench-cnn-newest"));
      Versions.promote(cluster, registry, versions.get(0), Versions.LEAD);
      Events events = new Events(bench.images());
      Drill drill;
      try (ServeChild one = ServeChild.start(bench, cluster, "one", Duration.ZERO);
          ServeChild two = ServeChild.start(bench, cluster, "two", Duration.ZERO);
          SaturatingLoad load =
              new SaturatingLoad(cluster, events, ServeChild.APPLICATION, FIRST_BACKLOG)) {
        drill = drill(bench, cluster, registry, versions, List.of(one, two), load);
        load.stop();
        ServeChild.awaitAnswers(cluster, load.sent());
        one.stop();
        two.stop();
      }
      bench.say("the witness reads");
      Map<String, int[]> labels = new HashMap<>();
      labels.put(versions.get(0), labels(bench, first));
      labels.put(versions.get(1), labels(bench, second));
      ChampionTable champions = ChampionTable.read(cluster);
      Witness witness = new Witness(champions, events, labels);
      witness.read(cluster);
      report(
          bench,
          drill,
          champions,
          witness,
          SwapAudit.receipts(cluster).stream().filter(r -> r.getFrom() != null).toList());
    }
  }

  private static Drill drill(
      Bench bench,
      Cluster cluster,
      RegistryWriter registry,
      List<String> versions,
      List<ServeChild> instances,
      SaturatingLoad load)
      throws InterruptedException {
    awaitShares(cluster, instances.size());
    TimeUnit.SECONDS.sleep(bench.plan().warmUpSeconds());
    long before = load.answered();
    long begin = System.nanoTime();
    TimeUnit.SECONDS.sleep(bench.plan().seconds());
    int capacity = (int) ((load.answered() - before) / ((System.nanoTime() - begin) / 1e9));
    int backlog = Math.max(FIRST_BACKLOG / 4, (int) (capacity * BACKLOG_SECONDS));
    load.keep(backlog);
    bench.say(
        "two instances answer %,d events/s; %,d are kept waiting".formatted(capacity, backlog));
    TimeUnit.SECONDS.sleep(1);
    long from = System.currentTimeMillis();
    look(instances, TimeUnit.SECONDS.toMillis(bench.plan().seconds()));
    Random random = new Random(Bench.SEED);
    int swaps = bench.plan().promotions();
    for (int swap = 1; swap <= swaps; swap++) {
      bench.say("promotion %d of %d".formatted(swap, swaps));
      Versions.promote(cluster, registry, versions.get(swap % 2), Versions.LEAD);
      look(instances, LEAST_GAP_MILLIS + random.nextInt(MOST_GAP_MILLIS - LEAST_GAP_MILLIS + 1));
    }
    look(
        instances,
        TimeUnit.SECONDS.toMillis(
            Versions.LEAD.toSeconds() + Math.max(RECEIPT_SECONDS, bench.plan().seconds())));
    int loads = instances.stream().mapToInt(instance -> instance.versions().loads()).sum();
    return new Drill(from, System.currentTimeMillis(), capacity, backlog, load.least(), loads);
  }

  /** Waits until so many instances hold partitions, as their heartbeats say. */
  private static void awaitShares(Cluster cluster, int instances) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (FleetReader.readAll(
                cluster.client(), Cluster.TOPICS, FleetReader.DEAD_AFTER, InstantSource.system())
            .live()
            .values()
            .stream()
            .filter(instance -> !instance.getPartitions().isEmpty())
            .count()
        < instances) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(
            "%d instances do not share the partitions in %d s"
                .formatted(instances, PATIENCE_SECONDS));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Waits, and looks what is loaded meanwhile. */
  private static void look(List<ServeChild> instances, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = millis; left > 0; ) {
      for (ServeChild instance : instances) {
        instance.versions().look();
      }
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      TimeUnit.MILLISECONDS.sleep(Math.max(0, Math.min(left, LOOK_MILLIS)));
    }
  }

  /** The class that a version gives to each image. */
  private static int[] labels(Bench bench, byte[] bundle) {
    int count = bench.images().count();
    float[] inputs = Bundles.encode(bench.images(), count);
    int[] labels = new int[count];
    float[] answers = new float[BATCH * Kind.CLASSES];
    try (LoadedModel model = Gate.load(bundle, BATCH);
        Scorer scorer = model.newScorer(BATCH)) {
      int size = scorer.inputSize();
      for (int start = 0; start < count; start += BATCH) {
        int length = Math.min(BATCH, count - start);
        float[] batch = new float[BATCH * size];
        System.arraycopy(inputs, start * size, batch, 0, length * size);
        scorer.score(batch, length, answers);
        for (int i = 0; i < length; i++) {
          labels[start + i] = best(answers, i * Kind.CLASSES);
        }
      }
    } catch (RefusedException e) {
      throw new CommandFailure("a bundle is refused (" + e.reason() + "): " + e.getMessage(), e);
    }
    return labels;
  }

  private static int best(float[] answers, int first) {
    int best = 0;
    for (int i = 1; i < Kind.CLASSES; i++) {
      best = answers[first + i] > answers[first + best] ? i : best;
    }
    return best;
  }

  private static void report(
      Bench bench,
      Drill drill,
      ChampionTable champions,
      Witness witness,
      List<SwapReceipt> receipts) {
    List<ChampionTable.Turn> swaps = champions.swaps();
    SwapTimes times = SwapTimes.of(witness.courses(), swaps, drill.from(), drill.to());
    if (times.perSecond().isEmpty() || times.perQuietSecond().isEmpty()) {
      throw new CommandFailure("no swap was scored while events were measured");
    }
    Row rate =
        row("answers a second, no promotion under way", "events/s", times.quiet().perSecond())
            .with("two instances alone", drill.capacity())
            .with("kept waiting", drill.backlog())
            .with("least waiting in a partition", drill.least())
            .with("seconds", times.quiet().seconds());
    bench.report().row(rate);
    bench
        .report()
        .row(
            row("answers a second, a promotion under way", "events/s", times.underWay().perSecond())
                .against(rate)
                .with("seconds", times.underWay().seconds())
                .with("loads", drill.loads()));
    bench
        .report()
        .row(
            seconds("answers in each second, no promotion under way", times.perQuietSecond(), rate)
                .with("seconds", times.perQuietSecond().size()));
    bench
        .report()
        .row(
            seconds("answers in the second of each swap", times.perSecond(), rate)
                .withGoal(0.7)
                .with("swaps", swaps.size()));
    Row quiet = wait("no promotion under way", times.quiet());
    bench.report().row(quiet);
    bench.report().row(wait("a promotion under way", times.underWay()).against(quiet));
    bench
        .report()
        .row(
            wait("the seconds of the swaps", times.seconds())
                .against(quiet)
                .with("goal", "at most 1.5 x"));
    receipts(bench, receipts);
    Witness.Findings found = witness.findings();
    long late = receipts.stream().mapToLong(SwapReceipt::getLateEvents).sum();
    bench
        .report()
        .row(
            row("events lost", "events", found.lost())
                .with("events", found.events())
                .with("answers", found.answers())
                .with("dead letters", found.deadLetters()));
    bench.report().row(row("events answered twice", "events", found.doubled()));
    bench.report().row(row("answers out of order", "events", found.outOfOrder()));
    bench
        .report()
        .row(
            row("answers by another version than their time's", "events", found.misattributed())
                .with("late by the receipts", late));
    bench.report().row(row("answers that are not their version's", "events", found.otherLabel()));
    if (found.lost() + found.doubled() + found.outOfOrder() + found.otherLabel() > 0
        || found.misattributed() > late) {
      throw new CommandFailure("the promotions were not clean: see the last rows");
    }
  }

  /** The time of one batch, which no backlog hides; the first receipts know a quiet time before. */
  private static void receipts(Bench bench, List<SwapReceipt> receipts) {
    List<Double> around =
        receipts.stream()
            .filter(r -> r.getDuring().getBatches() > 0)
            .map(r -> (double) r.getDuring().getP99Micros())
            .toList();
    List<Double> before =
        receipts.stream()
            .filter(r -> r.getEffectiveFrom().equals(receipts.get(0).getEffectiveFrom()))
            .filter(r -> r.getBefore().getBatches() > 0)
            .map(r -> (double) r.getBefore().getP99Micros())
            .toList();
    if (around.isEmpty() || before.isEmpty()) {
      throw new CommandFailure("no swap left a receipt");
    }
    Row quiet =
        Row.baseline(
            "promotions, cnn",
            "p99 of a batch before the first promotion",
            "us",
            new Sample(before));
    bench.report().row(quiet);
    bench
        .report()
        .row(
            Row.baseline(
                    "promotions, cnn",
                    "p99 of a batch from an announcement to its swap",
                    "us",
                    new Sample(around))
                .against(quiet)
                .with("receipts", receipts.size()));
  }

  private static Row wait(String when, Waits waits) {
    return row("p99 of the time from event to scored, " + when, "ms", waits.quantile(0.99))
        .with("p50", waits.quantile(0.5))
        .with("p1", waits.quantile(0.01));
  }

  /** Answers of single seconds, beside the mean of the quiet ones. */
  private static Row seconds(String name, List<Double> answers, Row mean) {
    return Row.baseline("promotions, cnn", name, "events/s", new Sample(answers))
        .against(
            mean.name(), new Sample(Collections.nCopies(answers.size(), mean.value().median())));
  }

  private static Row row(String name, String unit, double value) {
    return Row.baseline("promotions, cnn", name, unit, Sample.of(value));
  }
}
