package org.inkstream.bench.drift;

import org.inkstream.bench.run.Bench;

/** Says how far a long measurement is: a bar where it may, and not more often than matters. */
final class Progress {

  private static final int BAR = 20;

  private final Bench bench;
  private final String what;
  private final int goal;
  private int done;

  Progress(Bench bench, String what, int goal) {
    this.bench = bench;
    this.what = what;
    this.goal = goal;
  }

  void step() {
    done++;
    int before = (done - 1) * BAR / goal;
    int now = done * BAR / goal;
    if (now > before) {
      bench.say(
          "drift, %s: [%s%s] %,d of %,d"
              .formatted(what, "#".repeat(now), ".".repeat(BAR - now), done, goal));
    }
  }
}
