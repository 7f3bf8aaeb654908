package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LabelShiftTest {

  private static double[] estimate(long[][] confusion, long... predicted) {
    return LabelShift.estimate(confusion, predicted).orElseThrow();
  }

  @Test
  void shouldUndoTheConfusionOfTwoClasses() {
    // Four in five are right; of 3/4 and 1/4, 0.8 x 0.75 + 0.2 x 0.25 = 0.65 are predicted.
    assertThat(estimate(new long[][] {{40, 10}, {10, 40}}, 65, 35))
        .containsExactly(new double[] {0.75, 0.25}, within(1e-12));
  }

  @Test
  void shouldUndoTheConfusionOfThreeClasses() {
    // True classes 100, 100, 200. Columns 0.8, 0.1, 0.1; 0.2, 0.7, 0.1; 0, 0.2, 0.8.
    // Of 1/2, 1/4, 1/4 are predicted 0.4 + 0.05, 0.05 + 0.175 + 0.05, 0.05 + 0.025 + 0.2.
    long[][] confusion = {{80, 20, 0}, {10, 70, 40}, {10, 10, 160}};

    assertThat(estimate(confusion, 450, 275, 275))
        .containsExactly(new double[] {0.5, 0.25, 0.25}, within(1e-12));
  }

  @Test
  void shouldGiveTheReferenceItsOwnMix() {
    long[][] confusion = {{80, 20, 0}, {10, 70, 40}, {10, 10, 160}};

    assertThat(estimate(confusion, 100, 120, 180))
        .containsExactly(new double[] {0.25, 0.25, 0.5}, within(1e-12));
  }

  @Test
  void shouldCountNegativeSharesAsNone() {
    // 0.8 q + 0.2 (1 - q) = 1 has the solution 4/3, and -1/3 for the other class.
    assertThat(estimate(new long[][] {{40, 10}, {10, 40}}, 9, 0)).containsExactly(1, 0);
  }

  @Test
  void shouldGiveNothingWithoutAnInverse() {
    // The network cannot tell the classes apart.
    assertThat(LabelShift.estimate(new long[][] {{20, 40}, {10, 20}}, new long[] {5, 5})).isEmpty();
    assertThat(LabelShift.estimate(new long[][] {{333, 777}, {111, 259}}, new long[] {5, 5}))
        .isEmpty();
    // A class that never came, and one that was never predicted.
    assertThat(LabelShift.estimate(new long[][] {{20, 0}, {10, 0}}, new long[] {5, 5})).isEmpty();
    assertThat(LabelShift.estimate(new long[][] {{20, 10}, {0, 0}}, new long[] {5, 5})).isEmpty();
  }

  @Test
  void shouldGiveNothingWithoutEvents() {
    assertThat(LabelShift.estimate(new long[][] {{4, 1}, {1, 4}}, new long[2])).isEmpty();
    assertThat(LabelShift.estimate(new long[2][2], new long[] {1, 1})).isEmpty();
  }

  @Property(tries = 300, seed = "5")
  void shouldGiveBackTheMixThatAWindowWasMadeOf(
      @ForAll @IntRange(min = 1, max = 12) int classes, @ForAll long seed) {
    Random random = new Random(seed);
    long[][] confusion = new long[classes][classes];
    long[] weights = new long[classes];
    for (int i = 0; i < classes; i++) {
      weights[i] = random.nextInt(50) + (i == 0 ? 1 : 0);
      for (int j = 0; j < classes; j++) {
        // Mostly right, so that there is an inverse.
        confusion[i][j] = i == j ? 1000 + random.nextInt(1000) : random.nextInt(60);
      }
    }
    // A window in which each true class came so many times as often: whole numbers, exactly.
    long[] predicted = new long[classes];
    double[] expected = new double[classes];
    double total = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = 0; j < classes; j++) {
        predicted[i] += confusion[i][j] * weights[j];
        expected[j] += confusion[i][j] * weights[j];
        total += confusion[i][j] * weights[j];
      }
    }
    for (int j = 0; j < classes; j++) {
      expected[j] /= total;
    }

    assertThat(estimate(confusion, predicted)).containsExactly(expected, within(1e-10));
  }
}
