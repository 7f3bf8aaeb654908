package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadProgressTest {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final Metrics metrics = new Metrics();
  private final ThreadProgress progress = new ThreadProgress(nanos::get);

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldNameTheThreadThatStandsStillAndNotTheOneThatPolls() {
    set("first", "poll-total", 7);
    set("first", "commit-total", 3);
    set("second", "poll-total", 7);
    progress.look(metrics.metrics());
    assertThat(progress.standing()).isEmpty();

    advance(ThreadProgress.PATIENCE);
    set("second", "poll-total", 8);
    progress.look(metrics.metrics());
    assertThat(progress.standing()).isEmpty();

    advance(Duration.ofSeconds(1));
    progress.look(metrics.metrics());
    assertThat(progress.standing()).contains("stream thread first has done nothing for 16 s");

    set("first", "commit-total", 4);
    progress.look(metrics.metrics());
    assertThat(progress.standing()).isEmpty();
  }

  @Test
  void shouldNameTheOneThatStandsStillForLongest() {
    set("first", "process-total", 1);
    progress.look(metrics.metrics());
    advance(Duration.ofSeconds(5));
    set("second", "punctuate-total", 1);
    progress.look(metrics.metrics());

    advance(Duration.ofSeconds(20));

    assertThat(progress.standing()).contains("stream thread first has done nothing for 25 s");
  }

  @Test
  void shouldForgetAThreadThatHasEnded() {
    MetricName gone = set("first", "poll-total", 1);
    progress.look(metrics.metrics());
    advance(Duration.ofSeconds(20));
    metrics.removeMetric(gone);

    progress.look(metrics.metrics());

    assertThat(progress.standing()).isEmpty();
  }

  private void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  private MetricName set(String thread, String name, double value) {
    MetricName metric =
        metrics.metricName(name, "stream-thread-metrics", Map.of("thread-id", thread));
    metrics.removeMetric(metric);
    Gauge<Double> gauge = (config, now) -> value;
    metrics.addMetric(metric, gauge);
    return metric;
  }
}
