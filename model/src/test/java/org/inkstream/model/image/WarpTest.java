package org.inkstream.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WarpTest {

  private static final int SIDE = 28;

  @Test
  void shouldLeaveAnImageAsItIsWithNoRanges() {
    float[] source = noise(7 * 5);
    float[] target = new float[7 * 5];

    new Warp(0, 0, 0, 0, 0).apply(source, 7, 5, target, 0, new SplittableRandom(1));

    assertThat(target).containsExactly(source, within(1e-5f));
  }

  @Test
  void shouldTakeOneSmallImage() {
    float[] target = new float[1];

    new Warp(0, 0, 0, 0, 0).apply(new float[] {0.5f}, 1, 1, target, 0, new SplittableRandom(1));

    assertThat(target).containsExactly(0.5f);
  }

  @Test
  void shouldWriteOneImageAtTheOffsetAndNothingElse() {
    float[] target = new float[3 * SIDE * SIDE];
    Arrays.fill(target, -1);

    Warp.LIGHT.apply(noise(SIDE * SIDE), SIDE, SIDE, target, SIDE * SIDE, new SplittableRandom(1));

    for (int i = 0; i < target.length; i++) {
      boolean inside = i >= SIDE * SIDE && i < 2 * SIDE * SIDE;
      assertThat(target[i]).as("number %d", i).isBetween(inside ? 0f : -1f, inside ? 1f : -1f);
    }
  }

  @Test
  void shouldGiveTheSameImageForTheSameSeedAndAnotherForAnother() {
    assertThat(light(3)).isEqualTo(light(3)).isNotEqualTo(light(4));
  }

  @Test
  void shouldMoveByTheDrawnShiftOnly() {
    float[] source = new float[SIDE * SIDE];
    source[10 * SIDE + 10] = 1;
    float[] target = new float[source.length];

    // An upper-most draw takes the largest shift, so that (10, 10) shows what stood at (13, 13).
    new Warp(0, 0, 0, 3, 0).apply(source, SIDE, SIDE, target, 0, draws(0x1.fffffffffffffp-1));

    assertThat(target[7 * SIDE + 7]).isCloseTo(1, within(1e-4f));
    assertThat(sum(target)).isCloseTo(1, within(1e-4));
  }

  @Test
  void shouldTurnByTheDrawnAngle() {
    float[] source = new float[SIDE * SIDE];
    source[2 * SIDE + 5] = 1;
    float[] target = new float[source.length];

    new Warp(90, 0, 0, 0, 0).apply(source, SIDE, SIDE, target, 0, draws(0x1.fffffffffffffp-1));

    // A quarter turn to the left: column x, row y goes to column y, row 27 - x.
    assertThat(target[(27 - 5) * SIDE + 2]).isCloseTo(1, within(1e-4f));
    assertThat(sum(target)).isCloseTo(1, within(1e-4));
  }

  @Test
  void shouldShrinkByTheExponentOfTheDrawnScale() {
    float[] source = new float[SIDE * SIDE];
    Arrays.fill(source, 1);
    float[] target = new float[source.length];

    new Warp(0, Math.log(2), 0, 0, 0)
        .apply(source, SIDE, SIDE, target, 0, draws(0x1.fffffffffffffp-1));

    // Half of each side: 0.5 to 6.5 from the middle show 1 to 13, 7.5 shows 15, which is outside.
    assertThat(sum(target)).isCloseTo(14 * 14, within(1e-2));
  }

  @Test
  void shouldBendByAboutTheStandardDeviationOfTheGrid() {
    // Each pixel of a ramp holds its column, so that differences are displacements.
    int side = 101;
    float[] ramp = new float[side * side];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i % side;
    }
    float[] target = new float[ramp.length];
    SplittableRandom random = new SplittableRandom(5);
    double squares = 0;
    int images = 400;
    for (int n = 0; n < images; n++) {
      new Warp(0, 0, 0, 0, 2).apply(ramp, side, side, target, 0, random);
      // The middle of the image is the middle point of the grid: its displacement, not a mixture.
      double moved = target[50 * side + 50] - 50;
      squares += moved * moved / images;
    }

    // Four standard errors of the estimate are 2 / sqrt(2 x 400) x 4 = 0.28.
    assertThat(Math.sqrt(squares)).isCloseTo(2, within(0.28));
  }

  @Test
  void shouldRefuseNegativeRangesAndWrongSizes() {
    assertThatThrownBy(() -> new Warp(0, 0, -1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Warp(Double.NaN, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> Warp.LIGHT.apply(new float[5], 2, 3, new float[6], 0, new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static float[] light(long seed) {
    float[] target = new float[SIDE * SIDE];
    Warp.LIGHT.apply(noise(SIDE * SIDE), SIDE, SIDE, target, 0, new SplittableRandom(seed));
    return target;
  }

  private static float[] noise(int size) {
    SplittableRandom random = new SplittableRandom(2);
    float[] noise = new float[size];
    for (int i = 0; i < size; i++) {
      noise[i] = random.nextFloat();
    }
    return noise;
  }

  /** Draws the same number again and again. */
  private static RandomGenerator draws(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public double nextDouble() {
        return value;
      }

      @Override
      public double nextGaussian() {
        return 0;
      }
    };
  }

  private static double sum(float[] numbers) {
    double sum = 0;
    for (float number : numbers) {
      sum += number;
    }
    return sum;
  }
}
