package org.inkstream.bench;

import java.util.Locale;
import org.inkstream.bench.drift.DriftBenchmark;
import org.inkstream.bench.features.FeaturesBenchmark;
import org.inkstream.bench.latency.LatencyBenchmark;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.scorer.ScorerBenchmark;
import org.inkstream.bench.stream.ThroughputBenchmark;
import org.inkstream.bench.swap.MemoryBenchmark;
import org.inkstream.bench.swap.PromotionsBenchmark;
import org.inkstream.bench.swap.PublishBenchmark;
import org.inkstream.bench.swap.SwapBenchmark;

/** All benchmarks, in the order in which they run; a new one goes here. */
enum Benchmark {
  /** Images a second of one thread. */
  SCORER(ScorerBenchmark::run),
  /** What drift statistics cost beside it. */
  FEATURES(FeaturesBenchmark::run),
  /** Events a second from topic to topic. */
  THROUGHPUT(ThroughputBenchmark::run),
  /** From an event to its answer. */
  LATENCY(LatencyBenchmark::run),
  /** Promotions while events flow. */
  SWAP(SwapBenchmark::run),
  /** Promotions at random moments under as much load as there can be. */
  PROMOTIONS(PromotionsBenchmark::run),
  /** Whether a process grows with the versions it is given. */
  MEMORY(MemoryBenchmark::run),
  /** From the command that publishes to the first answer. */
  PUBLISH(PublishBenchmark::run),
  /** How well drift is found. */
  DRIFT(DriftBenchmark::run);

  private final Body body;

  private interface Body {
    void run(Bench bench) throws Exception;
  }

  Benchmark(Body body) {
    this.body = body;
  }

  void run(Bench bench) throws Exception {
    body.run(bench);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
