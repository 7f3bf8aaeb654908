package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Which stream thread stands still: has not polled, processed, punctuated or committed for a while.
 * An idle thread polls all the time; one whose commit waits for a broker does nothing at all, and
 * Kafka Streams calls it RUNNING. Safe for use by many threads.
 */
final class ThreadProgress {

  /** No batch takes this long to score, and no leader of a partition to be elected. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final String GROUP = "stream-thread-metrics";
  private static final String THREAD = "thread-id";
  private static final Set<String> TOTALS =
      Set.of("poll-total", "process-total", "punctuate-total", "commit-total");

  /** How much a thread had done when it was last seen to do something. */
  private record Mark(double done, long nanos) {}

  private final LongSupplier nanos;
  private final Map<String, Mark> marks = new HashMap<>();

  /**
   * Of no thread yet.
   *
   * @param nanos a clock that never jumps, as {@link System#nanoTime}
   */
  ThreadProgress(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Looks at Kafka Streams' metrics; to be called much more often than {@link #PATIENCE}. */
  void look(Map<MetricName, ? extends Metric> metrics) {
    Map<String, Double> done = new HashMap<>();
    metrics.forEach(
        (name, metric) -> {
          if (name.group().equals(GROUP) && TOTALS.contains(name.name())) {
            done.merge(name.tags().get(THREAD), (Double) metric.metricValue(), Double::sum);
          }
        });
    note(done);
  }

  /** The thread that has stood still for longest, in words; empty if all get on. */
  synchronized Optional<String> standing() {
    long now = nanos.getAsLong();
    return marks.entrySet().stream()
        .filter(mark -> now - mark.getValue().nanos() > PATIENCE.toNanos())
        .max(Comparator.comparingLong(mark -> now - mark.getValue().nanos()))
        .map(
            mark ->
                "stream thread %s has done nothing for %d s"
                    .formatted(
                        mark.getKey(),
                        Duration.ofNanos(now - mark.getValue().nanos()).toSeconds()));
  }

  private synchronized void note(Map<String, Double> done) {
    long now = nanos.getAsLong();
    // A thread that has ended is replaced by one with another name.
    marks.keySet().retainAll(done.keySet());
    done.forEach(
        (thread, total) ->
            marks.compute(
                thread,
                (name, mark) ->
                    mark == null || mark.done() != total ? new Mark(total, now) : mark));
  }
}
