package org.inkstream.model.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class RankTestTest {

  private static final long[] GAPS = {3, 2, 4};
  private static final double[] LAW = {3, 2, 4};
  private static final int EVENTS = 5;
  private static final int DRAWS = 20_000;

  /** The probability of a statistic as large as that of these counts, over all outcomes. */
  private static double exact(ToDoubleFunction<long[]> statistic, long[] counts) {
    double found = statistic.applyAsDouble(counts);
    double p = 0;
    for (long[] outcome : Urns.outcomes(3, EVENTS)) {
      if (statistic.applyAsDouble(outcome) >= found - 1e-9) {
        p += probability(outcome);
      }
    }
    return Math.min(1, p);
  }

  private static double probability(long[] outcome) {
    return Urns.sequences(outcome) * Urns.probability(outcome, LAW);
  }

  private static double distance(long[] counts) {
    double first = Math.abs(counts[0] / 5.0 - 3 / 9.0);
    double second = Math.abs((counts[0] + counts[1]) / 5.0 - 5 / 9.0);
    return Math.max(first, second);
  }

  private static double evidence(long[] counts) {
    RankDetector detector = RankDetector.fresh(GAPS);
    detector.observe(counts);
    return detector.logEvidence();
  }

  private static void compare(RankTest test, ToDoubleFunction<long[]> statistic) {
    for (long[] outcome : Urns.outcomes(3, EVENTS)) {
      // Five standard errors of 20,000 draws.
      double p = exact(statistic, outcome);
      assertThat(test.p(outcome))
          .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / DRAWS) + 2.0 / DRAWS));
    }
  }

  @Test
  void shouldGiveTheProbabilityOfADistanceAsLarge() {
    compare(RankTest.byDistance(GAPS, EVENTS, DRAWS, 1), RankTestTest::distance);
  }

  @Test
  void shouldGiveTheProbabilityOfEvidenceAsLarge() {
    compare(RankTest.byEvidence(GAPS, EVENTS, DRAWS, 1), RankTestTest::evidence);
  }

  @Test
  void shouldRejectNoMoreOftenThanItsLevelWithFewDraws() {
    // Exact for any number of draws: over many seeds, 19 draws reject at 0.05 in at most so many.
    double rejected = 0;
    int seeds = 2_000;
    List<long[]> outcomes = Urns.outcomes(3, EVENTS);
    for (int seed = 0; seed < seeds; seed++) {
      RankTest test = RankTest.byDistance(GAPS, EVENTS, 19, seed);
      for (long[] outcome : outcomes) {
        rejected += test.p(outcome) <= 0.05 ? probability(outcome) / seeds : 0;
      }
    }

    assertThat(rejected).isLessThan(0.055);
  }

  @Test
  void shouldBeAProbability() {
    RankTest test = RankTest.byDistance(new long[] {1000, 1000, 1}, 100, 99, 3);

    assertThat(test.p(new long[] {0, 0, 100})).isEqualTo(0.01);
    assertThat(test.p(new long[] {50, 50, 0})).isBetween(0.9, 1.0);
  }

  @Test
  void shouldComeFromItsSeed() {
    long[] counts = {0, 1, 4};

    assertThat(RankTest.byEvidence(GAPS, EVENTS, 200, 7).p(counts))
        .isEqualTo(RankTest.byEvidence(GAPS, EVENTS, 200, 7).p(counts));
  }
}
