package org.inkstream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.inkstream.model.idx.ImageSet;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {

  private static final List<String> LABELS = List.of("a", "b");
  private static final ImageSet THREE_TO_ONE =
      new ImageSet(1, 1, new byte[4], new int[] {0, 0, 0, 1});

  @Test
  void shouldWeighClassesAlikeWhenBalanced() {
    // As scikit-learn has it: images / (classes x images of the class) = 4 / (2 x 3), 4 / (2 x 1).
    assertThat(ClassWeights.BALANCED.of(THREE_TO_ONE, LABELS))
        .containsExactly(new double[] {2 / 3.0, 2}, within(1e-12));
    assertThat(ClassWeights.BALANCED).hasToString("balanced");
  }

  @Test
  void shouldWeighNothingWhenNoneAreWanted() {
    assertThat(ClassWeights.NONE.of(THREE_TO_ONE, LABELS)).isEmpty();
  }

  @Test
  void shouldBringGivenWeightsToAMeanOfOne() {
    ClassWeights given = ClassWeights.of(Map.of("b", 6.0, "a", 2.0));

    // The mean over the images is (3 x 2 + 6) / 4 = 3.
    assertThat(given.of(THREE_TO_ONE, LABELS))
        .containsExactly(new double[] {2 / 3.0, 2}, within(1e-12));
    assertThat(given).hasToString("{a=2.0, b=6.0}");
  }

  @Test
  void shouldWantAWeightForEachClassAndNoOther() {
    assertThatThrownBy(() -> ClassWeights.of(Map.of("a", 1.0)).of(THREE_TO_ONE, LABELS))
        .hasMessage("no class weight is given for [b]");
    assertThatThrownBy(
            () -> ClassWeights.of(Map.of("a", 1.0, "b", 1.0, "x", 2.0)).of(THREE_TO_ONE, LABELS))
        .hasMessage("a class weight is given for [x], which is no class");
    assertThatThrownBy(() -> ClassWeights.of(Map.of("a", 0.0)))
        .hasMessage("the weight of 'a' is 0.0, not a positive number");
  }
}
