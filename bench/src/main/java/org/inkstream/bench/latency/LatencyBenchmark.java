package org.inkstream.bench.latency;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.inkstream.bench.report.Report;
import org.inkstream.bench.report.Row;
import org.inkstream.bench.report.Sample;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.stream.AppChild;
import org.inkstream.bench.stream.AppSettings;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.Events;
import org.inkstream.bench.stream.ScheduledLoad;
import org.inkstream.bench.stream.Variant;
import org.inkstream.model.command.CommandFailure;

/** From when an event is due until a consumer of committed records has its answer. */
public final class LatencyBenchmark {

  private static final double[] PERCENTILES = {50, 99, 99.9};
  private static final int FIRST_ANSWER_SECONDS = 60;
  private static final int LAST_ANSWER_SECONDS = 30;

  /** Without an application: the events themselves, through the same broker. */
  private static final Setup KAFKA_ALONE = new Setup("Kafka alone", Optional.empty());

  private static final List<Setup> ALL =
      List.of(
          KAFKA_ALONE,
          ours("exactly once, commit 100 ms", AppSettings.PRODUCTION),
          ours("exactly once, commit 20 ms", AppSettings.PRODUCTION.withTimes(20, 5, 5)),
          ours(
              "at least once, linger 1 ms",
              AppSettings.PRODUCTION.with(false).withTimes(100, 1, 0)));

  private record Setup(String name, Optional<AppSettings> settings) {}

  private record Times(Histogram seen, Histogram scored) {}

  private LatencyBenchmark() {}

  /** Measures and reports, one rate after another. */
  public static void run(Bench bench) throws InterruptedException {
    Events events = new Events(bench.images());
    for (int rate : bench.plan().rates()) {
      Map<Setup, List<Times>> times = new LinkedHashMap<>();
      ALL.forEach(setup -> times.put(setup, new ArrayList<>()));
      try (Cluster cluster = Cluster.start(bench.folder().resolve("latency-" + rate))) {
        for (int round = 0; round < bench.plan().rounds(); round++) {
          for (Setup setup : Bench.turned(ALL, round)) {
            bench.say(
                "latency at %d/s, round %d of %d: %s"
                    .formatted(rate, round + 1, bench.plan().rounds(), setup.name()));
            String application = "bench-" + ALL.indexOf(setup) + "-" + round;
            times.get(setup).add(measure(bench, cluster, events, setup, rate, application));
          }
        }
      }
      times.forEach((setup, of) -> report(bench, rate, setup, of, times.get(KAFKA_ALONE)));
    }
  }

  private static Times measure(
      Bench bench, Cluster cluster, Events events, Setup setup, int rate, String application)
      throws InterruptedException {
    cluster.renew(Cluster.TOPICS.images().name());
    cluster.renew(Cluster.TOPICS.classifications().name());
    if (setup.settings().isEmpty()) {
      return measure(bench, cluster, events, rate, false);
    }
    try (AppChild app =
        AppChild.start(bench, cluster, Variant.OURS_MLP, setup.settings().get(), application)) {
      Times times = measure(bench, cluster, events, rate, true);
      app.stop();
      return times;
    } finally {
      cluster.forget(application);
    }
  }

  private static Times measure(
      Bench bench, Cluster cluster, Events events, int rate, boolean answers)
      throws InterruptedException {
    try (ScheduledLoad load = new ScheduledLoad(cluster, events, rate);
        Watch watch = new Watch(cluster, load, answers)) {
      await(FIRST_ANSWER_SECONDS, () -> watch.arrived() > 0, "no answer came");
      TimeUnit.SECONDS.sleep(bench.plan().warmUpSeconds());
      // What piled up while the application started is answered by now, or the rate is too high.
      await(
          FIRST_ANSWER_SECONDS,
          () -> load.sent() - watch.arrived() < rate,
          "the application does not keep up with " + rate + " events/s");
      watch.measureFrom(load.sent());
      TimeUnit.SECONDS.sleep(bench.plan().seconds());
      load.stop();
      await(
          LAST_ANSWER_SECONDS,
          () -> watch.arrived() == load.sent(),
          "not every event was answered");
      watch.stop();
      return new Times(watch.seen(), watch.scored());
    }
  }

  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private static void await(int seconds, Condition condition, String otherwise)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailure(otherwise + " within " + seconds + " seconds");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void report(
      Bench bench, int rate, Setup setup, List<Times> times, List<Times> alone) {
    for (double percentile : PERCENTILES) {
      Sample value = millis(times, Times::seen, percentile);
      Row row =
          Row.baseline(
              "latency at %d events/s, mlp".formatted(rate),
              "%s, p%s".formatted(setup.name(), Report.plain(percentile)),
              "ms",
              value);
      if (setup.settings().isPresent()) {
        double scored = millis(times, Times::scored, percentile).median();
        row =
            row.against("Kafka alone", millis(alone, Times::seen, percentile))
                .with("until scored ms", scored)
                .with("share after that", 1 - scored / value.median());
      }
      bench.report().row(row.with("events", times.get(0).seen().getTotalCount()));
    }
  }

  private static Sample millis(
      List<Times> times, Function<Times, Histogram> of, double percentile) {
    return new Sample(
        times.stream().map(t -> of.apply(t).getValueAtPercentile(percentile) / 1e3).toList());
  }

  private static Setup ours(String name, AppSettings settings) {
    return new Setup(name, Optional.of(settings));
  }
}
