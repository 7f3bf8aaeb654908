package org.inkstream.model.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RankDetectorTest {

  private static final double EXACT = 1e-13;

  /** A detector that has seen three windows. */
  private static RankDetector experienced(long[] gaps) {
    RankDetector detector = RankDetector.fresh(gaps);
    detector.observe(new long[] {2, 0, 3});
    detector.observe(new long[] {0, 0, 1});
    detector.observe(new long[] {4, 1, 0});
    return detector;
  }

  @Test
  void shouldWinOneOnAverageFromEveryPastWithoutDrift() {
    // Every outcome of a window of six events, with its probability from the urn played ball by
    // ball, the balls being the gaps and what was seen: no simulation.
    long[] gaps = {3, 2, 4};
    RankDetector past = experienced(gaps);
    RankDetector.State before = past.state();
    double[] law = new double[gaps.length];
    Arrays.setAll(law, k -> gaps[k] + before.seen()[k]);
    double[] wins = new double[Experts.COUNT];
    double mean = 0;
    double certain = 0;

    for (long[] outcome : Urns.outcomes(3, 6)) {
      double probability = Urns.sequences(outcome) * Urns.probability(outcome, law);
      RankDetector detector = RankDetector.in(gaps, before);
      detector.observe(outcome);
      certain += probability;
      mean += probability * Math.exp(detector.logEvidence());
      for (int i = 0; i < wins.length; i++) {
        double stake = 1 + Math.exp(before.logs()[i]);
        wins[i] += probability * Math.exp(detector.state().logs()[i]) / stake;
      }
    }

    assertThat(certain).isCloseTo(1, within(1e-12));
    assertThat(wins).containsOnly(new double[] {1}, within(1e-12));
    // M less the number of windows is a martingale.
    assertThat(mean).isCloseTo(Math.exp(past.logEvidence()) + 1, within(1e-12));
  }

  @Test
  void shouldFollowTheRecursionWorkedOutByHand() {
    RankDetector detector = RankDetector.fresh(new long[] {1, 1});

    // First window: everybody and the reference say 1/2, but for those that tilt.
    detector.observe(new long[] {1, 0});
    double[] first = detector.state().logs();
    // Open: 1/2 : 1/2. Learning from nothing: as much.
    assertThat(first[0]).isCloseTo(0, within(EXACT));
    assertThat(first[14]).isCloseTo(0, within(EXACT));

    // Second window: without drift 2/3; open 5/10; learning (20/2 + 1) / 21.
    detector.observe(new long[] {1, 0});
    double[] second = detector.state().logs();
    assertThat(Math.exp(second[0])).isCloseTo((1 + 1) * (1 / 2.0) / (2 / 3.0), within(EXACT));
    assertThat(Math.exp(second[14])).isCloseTo((1 + 1) * (11 / 21.0) / (2 / 3.0), within(EXACT));

    // Third: without drift 1/4; open 5/10; learning 10 / (20 + 0.9 + 1).
    detector.observe(new long[] {0, 1});
    double[] third = detector.state().logs();
    assertThat(Math.exp(third[0])).isCloseTo((1 + 1.5) * 2, within(EXACT));
    assertThat(Math.exp(third[14])).isCloseTo((1 + 11 / 7.0) * (10 / 21.9) * 4, within(EXACT));
    // The evidence is the mean of all sixteen.
    assertThat(Math.exp(detector.logEvidence()))
        .isCloseTo(Arrays.stream(third).map(Math::exp).average().orElseThrow(), within(EXACT));
  }

  @Test
  void shouldKnowNothingBeforeTheFirstWindow() {
    assertThat(RankDetector.fresh(new long[] {1, 1}).logEvidence())
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void shouldGrowByOneWithAWindowWithoutEvents() {
    RankDetector detector = RankDetector.fresh(new long[] {2, 3, 5});

    for (int window = 1; window <= 50; window++) {
      detector.observe(new long[3]);
      assertThat(detector.logEvidence()).isCloseTo(Math.log(window), within(1e-12));
    }
  }

  @Test
  void shouldGoOnFromItsStateAsIfNothingHadHappened() {
    long[] gaps = {3, 2, 4};
    RankDetector one = experienced(gaps);
    RankDetector other = RankDetector.in(gaps, one.state());

    for (long[] counts : new long[][] {{1, 1, 1}, {0, 0, 0}, {9, 0, 2}}) {
      one.observe(counts);
      other.observe(counts);
    }

    assertThat(other.logEvidence()).isEqualTo(one.logEvidence());
    assertThat(other.state().seen()).isEqualTo(one.state().seen());
    assertThat(other.state().recent()).isEqualTo(one.state().recent());
    assertThat(other.state().logs()).isEqualTo(one.state().logs());
  }

  @Test
  void shouldNotChangeWhenItsStateOrTheGapsAre() {
    long[] gaps = {3, 2, 4};
    RankDetector detector = experienced(gaps);
    RankDetector.State state = detector.state();
    double evidence = detector.logEvidence();

    Arrays.fill(state.seen(), 99);
    Arrays.fill(state.recent(), 99);
    Arrays.fill(state.logs(), 99);
    gaps[0] = 99;

    assertThat(detector.logEvidence()).isEqualTo(evidence);
    assertThat(detector.state().seen()).containsExactly(6, 1, 4);
    detector.observe(new long[] {1, 0, 2});
    RankDetector untouched = experienced(new long[] {3, 2, 4});
    untouched.observe(new long[] {1, 0, 2});
    assertThat(detector.state().logs()).isEqualTo(untouched.state().logs());
  }

  @Test
  void shouldRefuseAStateOfOtherShape() {
    long[] gaps = {3, 2, 4};
    double[] logs = new double[Experts.COUNT];
    for (RankDetector.State state :
        new RankDetector.State[] {
          new RankDetector.State(new long[2], new double[3], logs),
          new RankDetector.State(new long[3], new double[2], logs),
          new RankDetector.State(new long[3], new double[3], new double[15])
        }) {
      assertThatIllegalArgumentException().isThrownBy(() -> RankDetector.in(gaps, state));
    }
  }

  @Test
  void shouldStayFiniteWhateverTheWindowsHold() {
    long[] gaps = {1, 9, 490, 9_490, 11};
    RankDetector detector = RankDetector.fresh(gaps);
    Random random = new Random(1);

    for (int window = 0; window < 3_000; window++) {
      long[] counts = new long[gaps.length];
      switch (window % 5) {
        case 0 -> counts[random.nextInt(5)] = 1;
        case 1 -> counts[window / 5 % 5] = 10_000_000;
        case 2 -> counts[0] = random.nextInt(1000);
        case 3 -> Arrays.fill(counts, 3);
        default -> {}
      }
      detector.observe(counts);
      assertThat(detector.logEvidence()).isFinite();
    }

    for (double log : detector.state().logs()) {
      assertThat(log).isNotNaN().isLessThan(Double.POSITIVE_INFINITY);
    }
    for (double recent : detector.state().recent()) {
      assertThat(recent).isFinite();
    }
  }

  @Test
  void shouldForgetInTimeWhatWasOnceSeen() {
    // 0.9 to the power of 10,000 is no double any more.
    RankDetector detector = RankDetector.fresh(new long[] {5, 6});
    detector.observe(new long[] {3, 1});
    for (int window = 0; window < 10_000; window++) {
      detector.observe(new long[2]);
    }
    detector.observe(new long[] {1, 2});

    assertThat(detector.logEvidence()).isFinite();
    assertThat(detector.state().seen()).containsExactly(4, 3);
    assertThat(detector.state().recent()).containsExactly(1, 2);
  }

  @Test
  void shouldBeSureWhenAllIsInOneBin() {
    long[] gaps = new long[16];
    Arrays.fill(gaps, 625);
    RankDetector detector = RankDetector.fresh(gaps);

    detector.observe(one(16, 15, 100));

    // Of 100 ln 16 = 277 nats most are won.
    assertThat(detector.logEvidence()).isGreaterThan(150);
  }

  private static long[] one(int bins, int bin, long count) {
    long[] counts = new long[bins];
    counts[bin] = count;
    return counts;
  }
}
