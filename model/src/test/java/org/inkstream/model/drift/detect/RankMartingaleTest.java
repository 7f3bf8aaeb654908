package org.inkstream.model.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankMartingaleTest {

  private static final long[] GAPS = {3, 2, 4};

  @Test
  void shouldBeOneInTheBeginningAndAfterWindowsWithoutEvents() {
    RankMartingale martingale = new RankMartingale(GAPS);
    assertThat(martingale.logEvidence()).isZero();

    martingale.observe(new long[3]);

    assertThat(martingale.logEvidence()).isZero();
  }

  @Test
  void shouldBeOneOnAverageAfterTwoWindowsWithoutDrift() {
    // All pairs of windows of three and of four events, with their probabilities from the urn.
    double mean = 0;
    for (long[] first : Urns.outcomes(3, 3)) {
      double probability = Urns.sequences(first) * Urns.probability(first, new double[] {3, 2, 4});
      double[] then = {3.0 + first[0], 2.0 + first[1], 4.0 + first[2]};
      for (long[] second : Urns.outcomes(3, 4)) {
        RankMartingale martingale = new RankMartingale(GAPS);
        martingale.observe(first);
        martingale.observe(second);
        mean +=
            probability
                * Urns.sequences(second)
                * Urns.probability(second, then)
                * Math.exp(martingale.logEvidence());
      }
    }

    assertThat(mean).isCloseTo(1, within(1e-12));
  }

  @Test
  void shouldWinInTheFirstWindowWhatADetectorWins() {
    RankMartingale martingale = new RankMartingale(GAPS);
    RankDetector detector = RankDetector.fresh(GAPS);

    martingale.observe(new long[] {5, 0, 1});
    detector.observe(new long[] {5, 0, 1});

    assertThat(martingale.logEvidence()).isCloseTo(detector.logEvidence(), within(1e-14));
  }
}
