package org.inkstream.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignificanceTest {

  @ParameterizedTest
  @CsvSource({
    // What SciPy's binomtest gives, and statsmodels' exact mcnemar.
    "5, 5, 1",
    "1, 9, 0.021484375",
    "9, 1, 0.021484375",
    "12, 30, 0.007915897334896727",
    "150, 210, 0.001834007417096482",
    "0, 4, 0.125"
  })
  void shouldGiveThePublishedChance(long first, long second, double p) {
    assertThat(Significance.mcNemar(first, second)).isCloseTo(p, within(1e-12));
  }

  @Test
  void shouldNotTellApartWhatAnswersAlike() {
    assertThat(Significance.mcNemar(0, 0)).isEqualTo(1);
  }

  @Test
  void shouldCorrectForTheNumberOfTests() {
    // statsmodels.stats.multitest.multipletests(..., method="holm").
    assertThat(Significance.holm(new double[] {0.01, 0.04, 0.03, 0.005, 0.9}))
        .containsExactly(new double[] {0.04, 0.09, 0.09, 0.025, 0.9}, within(1e-12));
    assertThat(Significance.holm(new double[] {0.6, 0.7}))
        .containsExactly(new double[] {1, 1}, within(1e-12));
    assertThat(Significance.holm(new double[0])).isEmpty();
  }

  @Test
  void shouldCountWhatOneAloneHasRight() {
    int[] labels = {0, 1, 2, 0, 1, 2};
    int[] first = {0, 1, 2, 1, 1, 0};
    int[] second = {0, 0, 0, 0, 0, 0};
    int[] third = {0, 1, 2, 1, 1, 0};

    List<Significance.Pair> pairs = Significance.pairs(labels, List.of(first, second, third));

    assertThat(pairs)
        .containsExactly(
            new Significance.Pair(0, 1, 3, 1, 0.625, 1),
            new Significance.Pair(0, 2, 0, 0, 1, 1),
            new Significance.Pair(1, 2, 1, 3, 0.625, 1));
  }

  @Test
  void shouldRefuseAnswersOfOtherImages() {
    assertThatThrownBy(() -> Significance.pairs(new int[2], List.of(new int[2], new int[3])))
        .hasMessage("2 images, 2 and 3 answers");
  }
}
