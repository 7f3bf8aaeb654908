package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.inkstream.schemas.AccuracyEstimate;
import org.junit.jupiter.api.Test;

class AccuraciesTest {

  private static final ReferenceProfile PROFILE = Examples.profile(3, 400);

  @Test
  void shouldEstimateTheAccuracyFromConfidencesAlone() {
    ScoredRows rows = Examples.rows(17, 50);
    ReferenceAnswers reference = PROFILE.answers();

    List<AccuracyEstimate> estimates = estimates(reference, Examples.counts(PROFILE, rows));

    // The definitions, on the confidences themselves.
    double mean = 0;
    double squares = 0;
    double above = 0;
    for (int i = 0; i < 50; i++) {
      double confidence = rows.probabilities()[i * 3 + rows.predicted(i)];
      mean += confidence / 50;
      squares += confidence * confidence / 50;
      above += confidence >= reference.threshold() ? 1 / 50.0 : 0;
    }
    double right = PROFILE.accuracy();
    double ofReference = right * (1 - right) / 400;
    assertThat(estimates)
        .extracting(AccuracyEstimate::getMethod)
        .containsExactly("mean-confidence", "thresholded-confidence", "class-mix");
    assertThat(estimates.get(0).getAccuracy())
        .isCloseTo(mean - reference.confidenceSum() / 400 + right, within(1e-6));
    assertThat(estimates.get(0).getStandardError())
        .isCloseTo(Math.sqrt((squares - mean * mean) / 50 + ofReference), within(1e-6));
    assertThat(estimates.get(1).getAccuracy()).isCloseTo(above, within(1e-12));
    assertThat(estimates.get(1).getStandardError())
        .isCloseTo(Math.sqrt(above * (1 - above) / 50 + ofReference), within(1e-12));
    assertThat(estimates).extracting(AccuracyEstimate::getReferenceAccuracy).containsOnly(right);
  }

  @Test
  void shouldGiveTheReferenceItsOwnAccuracy() {
    ScoredRows same = Examples.rows(3, 400);

    List<AccuracyEstimate> estimates = estimates(PROFILE.answers(), Examples.counts(PROFILE, same));

    // Confidences are summed in units of 2^-20.
    assertThat(estimates)
        .allSatisfy(
            each -> assertThat(each.getAccuracy()).isCloseTo(PROFILE.accuracy(), within(1e-6)));
  }

  @Test
  void shouldEstimateNothingWithoutEvents() {
    assertThat(estimates(PROFILE.answers(), new WindowCounts())).isEmpty();
  }

  @Test
  void shouldEstimateNoMoreThanEverything() {
    // Underconfident by a half on the reference, and certain in the window.
    ReferenceAnswers reference =
        ReferenceAnswers.of(1, new int[] {0}, new int[] {0}, new double[] {0.5});
    ScoredRows certain = Examples.rows(1, 3);
    Arrays.fill(certain.probabilities(), 1);

    assertThat(estimates(reference, Examples.counts(PROFILE, certain)).get(0).getAccuracy())
        .isEqualTo(1);
  }

  @Test
  void shouldTakeWhatTheClassesHaveMovedFromTheAccuracy() {
    // 90 of 100 right, predicted 50 and 50.
    ReferenceAnswers reference = new ReferenceAnswers(new long[][] {{45, 5}, {5, 45}}, 90, 0.5);
    WindowCounts counts = new WindowCounts();
    for (int i = 0; i < 400; i++) {
      counts.add(i < 300 ? 0 : 1);
    }

    AccuracyEstimate estimate = Accuracies.of(reference, counts, StatisticSums.none()).get(0);

    // By hand: 75 and 25 % instead of 50 and 50, so a quarter has moved. By chance each share of
    // 400
    // differs from that of 100 with variance 1/4 x (1/100 + 1/400) = 1/320, on average by
    // sqrt(2 / (320 pi)) = 0.044603, and half of both together is that again.
    assertThat(estimate.getMethod()).isEqualTo("class-mix");
    assertThat(estimate.getAccuracy()).isCloseTo(0.9 - (0.25 - 0.044603), within(1e-6));
    assertThat(Accuracies.haveFallen(List.of(estimate))).isFalse();
  }

  @Test
  void shouldOnlyCallAFallWhatIsMoreThanChance() {
    AccuracyEstimate fallen = new AccuracyEstimate("mean-confidence", 0.95, 0.01, 0.99);
    AccuracyEstimate chance = new AccuracyEstimate("mean-confidence", 0.95, 0.02, 0.99);
    AccuracyEstimate small = new AccuracyEstimate("mean-confidence", 0.981, 0.0001, 0.99);

    assertThat(Accuracies.haveFallen(List.of(fallen))).isTrue();
    assertThat(Accuracies.haveFallen(List.of(chance, small))).isFalse();
  }

  private static List<AccuracyEstimate> estimates(ReferenceAnswers reference, WindowCounts counts) {
    return Accuracies.of(reference, counts, counts.sums(PROFILE).orElseThrow());
  }
}
