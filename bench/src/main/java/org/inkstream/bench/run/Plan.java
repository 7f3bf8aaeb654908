package org.inkstream.bench.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inkstream.bench.engine.Kind;

/**
 * How thoroughly to measure.
 *
 * @param rounds fresh JVMs of each variant, at least 1
 * @param warmUpSeconds before a stream is measured, not negative
 * @param seconds a stream is measured, at least 1
 * @param scorerWarmUpSeconds before a scorer is measured at one batch size
 * @param scorerSeconds a scorer is measured at one batch size
 * @param batches batch sizes for the scorers
 * @param compared test images that every engine must answer alike before it is measured
 * @param rates events a second for latency, each at least 1
 * @param swaps promotions while events flow, at least 1
 * @param promotions under saturating load, at least 1
 * @param changes promotions after each of which memory is looked at, at least 1
 * @param swapSeconds between promotions, at least 1
 * @param bundles given instead of random weights; may be empty
 * @param state folder of what is kept from one invocation to the next
 * @param writers folder of QMNIST's labels, which say who wrote an image
 * @param only of the streams, those whose names contain this; all contain the empty text
 */
public record Plan(
    int rounds,
    int warmUpSeconds,
    int seconds,
    double scorerWarmUpSeconds,
    double scorerSeconds,
    List<Integer> batches,
    int compared,
    List<Integer> rates,
    int swaps,
    int promotions,
    int changes,
    int swapSeconds,
    Map<Kind, Path> bundles,
    Path state,
    Optional<Path> writers,
    String only) {

  private static final Path STATE =
      Path.of(System.getProperty("inkstream.home", "."), ".inkstream", "bench");

  /** Numbers to believe. */
  public static final Plan FULL =
      new Plan(
          5,
          30,
          20,
          2,
          3,
          List.of(1, 8, 64, 128, 256),
          10_000,
          List.of(200),
          20,
          100,
          500,
          5,
          Map.of(),
          STATE,
          Optional.empty(),
          "");

  /** Numbers to see that everything runs. */
  public static final Plan QUICK =
      new Plan(
          1,
          2,
          3,
          0.3,
          0.5,
          List.of(1, 64),
          1_000,
          List.of(200),
          4,
          4,
          30,
          2,
          Map.of(),
          STATE,
          Optional.empty(),
          "");

  /**
   * Checks.
   *
   * @throws IllegalArgumentException naming everything that is impossible
   */
  public Plan {
    batches = List.copyOf(batches);
    rates = List.copyOf(rates);
    bundles = Map.copyOf(bundles);
    List<String> problems = new ArrayList<>();
    check(problems, rounds >= 1, "--rounds", rounds, "1 or more");
    check(problems, warmUpSeconds >= 0, "--warmup", warmUpSeconds, "0 or more");
    check(problems, seconds >= 1, "--seconds", seconds, "1 or more");
    for (int rate : rates) {
      check(problems, rate >= 1 && rate <= 1_000_000, "--rate", rate, "1 to 1000000");
    }
    int fewest = Math.min(swaps, Math.min(promotions, changes));
    check(problems, fewest >= 1, "--swaps", fewest, "1 or more");
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** Whether the numbers are to be seen and not believed. */
  public boolean isQuick() {
    return rounds == QUICK.rounds && compared == QUICK.compared;
  }

  private static void check(
      List<String> problems, boolean fine, String option, int value, String wanted) {
    if (!fine) {
      problems.add(option + " is " + value + ", must be " + wanted);
    }
  }
}
