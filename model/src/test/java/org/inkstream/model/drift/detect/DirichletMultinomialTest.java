package org.inkstream.model.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DirichletMultinomialTest {

  @Test
  void shouldGiveTheProbabilityWorkedOutByHand() {
    // Of one red and two blue balls, red and then blue: 1/3 x 2/4.
    assertThat(DirichletMultinomial.logProbability(new long[] {1, 1}, new double[] {1, 2}))
        .isCloseTo(Math.log(1.0 / 6), within(1e-15));
    // Three times red: 1/3 x 2/4 x 3/5.
    assertThat(DirichletMultinomial.logProbability(new long[] {3, 0}, new double[] {1, 2}))
        .isCloseTo(Math.log(1.0 / 10), within(1e-15));
  }

  @Test
  void shouldBeCertainOfNoDraws() {
    assertThat(DirichletMultinomial.logProbability(new long[3], new double[] {1, 2, 3})).isZero();
  }

  @Test
  void shouldSumToOneOverAllSequences() {
    double[] weights = {0.3, 2, 4.25};
    for (int draws = 1; draws <= 12; draws++) {
      double sum = 0;
      for (long[] counts : Urns.outcomes(3, draws)) {
        sum +=
            Urns.sequences(counts) * Math.exp(DirichletMultinomial.logProbability(counts, weights));
      }
      assertThat(sum).isCloseTo(1, within(1e-13));
    }
  }

  @Test
  void shouldCountEverySequenceOnce() {
    // 3^4: what the test above multiplies by is right.
    assertThat(Urns.outcomes(3, 4).stream().mapToDouble(Urns::sequences).sum()).isEqualTo(81);
  }

  @Provide
  Arbitrary<long[]> counts() {
    return Arbitraries.longs().between(0, 60).array(long[].class).ofSize(4);
  }

  @Provide
  Arbitrary<double[]> weights() {
    return Arbitraries.doubles().between(0.01, 90).array(double[].class).ofSize(4);
  }

  @Property(tries = 300, seed = "3")
  void shouldBeTheUrnPlayedBallByBall(
      @ForAll("counts") long[] counts, @ForAll("weights") double[] weights) {
    double expected = Math.log(Urns.probability(counts, weights));

    assertThat(DirichletMultinomial.logProbability(counts, weights))
        .isCloseTo(expected, within(1e-11));
  }
}
