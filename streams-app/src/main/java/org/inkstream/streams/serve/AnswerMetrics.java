package org.inkstream.streams.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the champions answer: how often each class, and how surely. Safe for many threads. */
final class AnswerMetrics {

  /** More classes than this, over all versions, are counted together as {@link #OTHERS}. */
  static final int MOST_CLASSES = 64;

  /**
   * Upper bounds of confidences that are counted. By hand, because Micrometer's histograms count
   * whole numbers.
   */
  private static final float[] BOUNDS = {
    0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 0.95f, 0.99f, 0.999f, Float.POSITIVE_INFINITY
  };

  /** Not a name that a class is likely to have. */
  static final String OTHERS = "(others)";

  private final MeterRegistry registry;
  private final Map<String, Counter> classes = new ConcurrentHashMap<>();
  private final List<Counter> atMost = new ArrayList<>();
  private final Counter sum;
  private final Counter outliers;

  AnswerMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (float bound : BOUNDS) {
      atMost.add(
          Counter.builder("inkstream.confidence.answers")
              .description("Answers whose class has at most this probability")
              .tag("le", Float.isInfinite(bound) ? "+Inf" : Float.toString(bound))
              .register(registry));
    }
    sum =
        Counter.builder("inkstream.confidence.sum")
            .description("The probabilities of all answers' classes, added up")
            .register(registry);
    outliers =
        Counter.builder("inkstream.outliers")
            .description("Answers to images that are unlike those of the version's reference")
            .register(registry);
  }

  /** The answers of a batch: the first {@code count} of the arrays. */
  void answered(List<String> labels, int[] answers, float[] confidences, int count, int flagged) {
    outliers.increment(flagged);
    int[] counts = new int[labels.size()];
    int[] within = new int[BOUNDS.length];
    double total = 0;
    for (int i = 0; i < count; i++) {
      counts[answers[i]]++;
      total += confidences[i];
      for (int bound = BOUNDS.length - 1; bound >= 0 && confidences[i] <= BOUNDS[bound]; bound--) {
        within[bound]++;
      }
    }
    for (int bound = 0; bound < within.length; bound++) {
      atMost.get(bound).increment(within[bound]);
    }
    sum.increment(total);
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0) {
        of(labels.get(label)).increment(counts[label]);
      }
    }
  }

  private Counter of(String name) {
    Counter known = classes.get(name);
    return known != null ? known : add(name);
  }

  private synchronized Counter add(String name) {
    return classes.computeIfAbsent(
        classes.containsKey(name) || classes.size() < MOST_CLASSES ? name : OTHERS,
        label ->
            Counter.builder("inkstream.classes")
                .description("Answers by class")
                .tag("class", label)
                .register(registry));
  }
}
