package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReferenceAnswersTest {

  private static final ReferenceAnswers ANSWERS =
      ReferenceAnswers.of(
          2,
          new int[] {0, 0, 1, 1, 1},
          new int[] {0, 1, 1, 1, 0},
          new double[] {0.9, 0.5, 0.6, 0.7, 0.8});

  @Test
  void shouldCountPredictedByTrueClasses() {
    assertThat(ANSWERS.confusion()).isDeepEqualTo(new long[][] {{1, 1}, {1, 2}});
    assertThat(ANSWERS.classes()).isEqualTo(2);
    assertThat(ANSWERS.events()).isEqualTo(5);
    assertThat(ANSWERS.errors()).isEqualTo(2);
    assertThat(ANSWERS.predicted()).containsExactly(2, 3);
    assertThat(ANSWERS.accuracy()).isCloseTo(0.6, within(1e-15));
    // (0.9 + 0.5 + 0.6 + 0.7 + 0.8) / 5 - 3/5
    assertThat(ANSWERS.overconfidence()).isCloseTo(0.1, within(1e-15));
  }

  @Test
  void shouldLeaveAsManyAboveTheThresholdAsAreRight() {
    assertThat(ANSWERS.threshold()).isEqualTo(0.7);
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      int n = 1 + random.nextInt(40);
      int[] predicted = random.ints(n, 0, 3).toArray();
      int[] truth = random.ints(n, 0, 3).toArray();
      double[] confidences = random.doubles(n).toArray();

      ReferenceAnswers answers = ReferenceAnswers.of(3, predicted, truth, confidences);

      assertThat(Arrays.stream(confidences).filter(c -> c >= answers.threshold()).count())
          .isEqualTo(n - answers.errors());
    }
  }

  @Test
  void shouldLeaveNoneAboveWhenAllIsWrongAndAllWhenAllIsRight() {
    ReferenceAnswers wrong =
        ReferenceAnswers.of(2, new int[] {0, 1}, new int[] {1, 0}, new double[] {1, 1});
    ReferenceAnswers right =
        ReferenceAnswers.of(2, new int[] {0, 1}, new int[] {0, 1}, new double[] {0.5, 1});

    assertThat(wrong.threshold()).isGreaterThan(1);
    assertThat(wrong.accuracy()).isZero();
    assertThat(right.threshold()).isEqualTo(0.5);
    assertThat(right.accuracy()).isEqualTo(1);
  }
}
