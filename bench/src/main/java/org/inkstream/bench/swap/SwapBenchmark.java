package org.inkstream.bench.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.Events;
import org.inkstream.bench.stream.ScheduledLoad;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.schemas.SwapReceipt;

/** Promotions in turn of two versions, while events flow. */
public final class SwapBenchmark {

  private static final int RATE = 1000;

  /** The recorder writes a receipt five seconds after the first batch of the new champion. */
  private static final int RECEIPT_SECONDS = 7;

  private SwapBenchmark() {}

  /** Measures and reports. */
  public static void run(Bench bench) throws InterruptedException, IOException {
    try (Cluster cluster = Cluster.start(bench.folder().resolve("swap"))) {
      RegistryWriter registry = new RegistryWriter(cluster.client(), Cluster.TOPICS);
      List<String> versions =
          List.of(
              Versions.publish(registry, Files.readAllBytes(bench.bundleFile(Kind.CNN))),
              Versions.publish(registry, Versions.other(bench)));
      Versions.promote(cluster, registry, versions.get(0), Versions.LEAD);
      long sent;
      try (ServeChild serve = ServeChild.start(bench, cluster);
          ScheduledLoad load = new ScheduledLoad(cluster, new Events(bench.images()), RATE)) {
        ServeChild.awaitAnswers(cluster, 1);
        TimeUnit.SECONDS.sleep(bench.plan().warmUpSeconds());
        for (int swap = 1; swap <= bench.plan().swaps(); swap++) {
          bench.say("swap %d of %d".formatted(swap, bench.plan().swaps()));
          Versions.promote(cluster, registry, versions.get(swap % 2), Versions.LEAD);
          TimeUnit.SECONDS.sleep(bench.plan().swapSeconds());
        }
        TimeUnit.SECONDS.sleep(Versions.LEAD.toSeconds() + RECEIPT_SECONDS);
        load.stop();
        sent = load.sent();
        ServeChild.awaitAnswers(cluster, sent);
        serve.stop();
      }
      AliasHistory history = RegistryReader.readAll(cluster.client(), Cluster.TOPICS).champion();
      report(
          bench,
          sent,
          SwapAudit.of(cluster, time -> history.at(time).orElse("")),
          SwapAudit.receipts(cluster));
    }
  }

  private static void report(Bench bench, long sent, SwapAudit audit, List<SwapReceipt> receipts) {
    List<SwapReceipt> full =
        receipts.stream()
            .filter(
                r ->
                    r.getBefore().getBatches() > 0
                        && r.getDuring().getBatches() > 0
                        && r.getAfter().getBatches() > 0)
            .toList();
    if (full.isEmpty()) {
      throw new CommandFailure("no swap left a receipt");
    }
    Sample before = sample(full, r -> r.getBefore().getP99Micros());
    Row quiet = row("p99 of a batch in the ten seconds before", "us", before);
    bench.report().row(quiet.with("swaps", full.size()).with("events/s", RATE));
    bench
        .report()
        .row(
            row(
                    "p99 of a batch while the next version loads",
                    "us",
                    sample(full, r -> r.getDuring().getP99Micros()))
                .against(quiet)
                .with("fetch ms", median(full, SwapReceipt::getFetchMillis))
                .with("verify ms", median(full, SwapReceipt::getVerifyMillis))
                .with("load ms", median(full, SwapReceipt::getLoadMillis))
                .with("warm ms", median(full, SwapReceipt::getWarmMillis)));
    bench
        .report()
        .row(
            row(
                    "p99 of a batch in the five seconds after",
                    "us",
                    sample(full, r -> r.getAfter().getP99Micros()))
                .against(quiet));
    long late = receipts.stream().mapToLong(SwapReceipt::getLateEvents).sum();
    bench.report().row(row("late events, by the receipts", "events", Sample.of(late)));
    bench
        .report()
        .row(
            row(
                    "answers by another version than their time's",
                    "events",
                    Sample.of(audit.wrongVersion()))
                .with("answers", audit.answers())
                .with("versions", audit.versions()));
    bench
        .report()
        .row(
            row("answers lost, repeated or out of order", "events", Sample.of(audit.misplaced()))
                .with("sent", sent)
                .with("answered", audit.answers()));
    if (audit.wrongVersion() > late || audit.misplaced() > 0 || audit.answers() != sent) {
      throw new CommandFailure("the swaps were not clean: see the last rows");
    }
  }

  private static Row row(String name, String unit, Sample value) {
    return Row.baseline("swap, cnn", name, unit, value);
  }

  private static Sample sample(List<SwapReceipt> receipts, ToDoubleFunction<SwapReceipt> of) {
    return new Sample(receipts.stream().mapToDouble(of).boxed().toList());
  }

  private static double median(List<SwapReceipt> receipts, ToDoubleFunction<SwapReceipt> of) {
    return sample(receipts, of).median();
  }
}
