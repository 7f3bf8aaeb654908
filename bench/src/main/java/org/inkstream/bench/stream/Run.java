package org.inkstream.bench.stream;

import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.inkstream.bench.engine.Agreement;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.run.Bench;
import org.inkstream.model.command.CommandFailure;

/**
 * One application, measured once.
 *
 * @param eventsPerSecond answers by the clock
 * @param cpuMicros processor time an event of the application's process
 * @param batchSize mean size of its batches; 0 if it does not count them
 * @param seconds measured
 * @param shed share of the events that a shadow had no room for; 0 if there is none
 */
record Run(
    double eventsPerSecond, double cpuMicros, double batchSize, double seconds, double shed) {

  private static final int FIRST_ANSWER_SECONDS = 60;
  private static final int LOOK_MILLIS = 100;

  /** Of the input, what a warm-up may use up, so that something is left to be measured. */
  private static final double MOST_WARM_UP = 0.4;

  /** Of the input, what may be used up in all, so that nobody is measured waiting. */
  private static final double MOST = 0.95;

  /**
   * Starts the application on a topic that is full already, lets it run, stops it, and counts.
   *
   * @param preloaded events in its input topic
   */
  static Run of(
      Bench bench,
      Cluster cluster,
      Events events,
      Variant variant,
      AppSettings settings,
      String applicationId,
      long preloaded)
      throws InterruptedException {
    String output = Cluster.TOPICS.classifications().name();
    cluster.renew(output);
    long from;
    long to;
    AppChild.Progress before;
    AppChild.Progress after;
    try (AppChild app = AppChild.start(bench, cluster, variant, settings, applicationId)) {
      long first = deadline(FIRST_ANSWER_SECONDS);
      while (cluster.size(output) == 0) {
        if (!app.isAlive() || System.nanoTime() > first) {
          throw new CommandFailure("'" + variant.title(settings) + "' gave no answer");
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      waitFor(cluster, output, bench.plan().warmUpSeconds(), preloaded * MOST_WARM_UP);
      before = app.progress();
      from = System.currentTimeMillis();
      waitFor(cluster, output, bench.plan().seconds(), preloaded * MOST);
      after = app.progress();
      to = System.currentTimeMillis();
      app.stop();
    }
    Audit audit = Audit.of(cluster, variant, from, to, events, expected(bench, variant));
    cluster.forget(applicationId);
    if (!audit.clean()) {
      throw new UncleanRunException(
          "'%s': of %d answers %d are misplaced and %d wrong"
              .formatted(
                  variant.title(settings), audit.answers(), audit.misplaced(), audit.wrong()));
    }
    double seconds = (to - from) / 1e3;
    long count = Math.max(1, audit.inWindow());
    long batches = after.batches() - before.batches();
    long shed = after.shed() - before.shed();
    long shadowed = after.compared() - before.compared() + shed;
    return new Run(
        count / seconds,
        (after.cpuNanos() - before.cpuNanos()) / 1e3 / count,
        batches == 0 ? 0 : (double) (after.images() - before.images()) / batches,
        seconds,
        shadowed == 0 ? 0 : (double) shed / shadowed);
  }

  /** The label that the reference gave an image, or -1 if it was not asked. */
  static IntUnaryOperator expected(Bench bench, Variant variant) {
    if (variant.kind().isEmpty()) {
      return image -> -1;
    }
    float[] reference = bench.requireAgreement(variant.kind().get());
    return image -> {
      int row = image * Kind.CLASSES;
      return row < reference.length && !tied(reference, row)
          ? Agreement.label(reference, row, Kind.CLASSES)
          : -1;
    };
  }

  /** True if two classes are as good as equally probable, so that engines may differ. */
  private static boolean tied(float[] probabilities, int row) {
    float best = probabilities[row + Agreement.label(probabilities, row, Kind.CLASSES)];
    int near = 0;
    for (int i = row; i < row + Kind.CLASSES; i++) {
      near += best - probabilities[i] <= 2 * Agreement.TOLERANCE ? 1 : 0;
    }
    return near > 1;
  }

  private static void waitFor(Cluster cluster, String output, int seconds, double most)
      throws InterruptedException {
    long end = deadline(seconds);
    while (System.nanoTime() < end && cluster.size(output) < most) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static long deadline(int seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }
}
