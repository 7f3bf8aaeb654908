package org.inkstream.model.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.inkstream.model.corruption.Grey.corrupted;
import static org.inkstream.model.corruption.Grey.count;
import static org.inkstream.model.corruption.Grey.deviation;
import static org.inkstream.model.corruption.Grey.even;
import static org.inkstream.model.corruption.Grey.mean;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What chance does to even areas, beside what probability theory says of it. */
class NoiseKindsTest {

  private static final int SIDE = 200;
  private static final int PIXELS = SIDE * SIDE;

  /** Four standard deviations of a share at its widest: 4 sqrt(0.25 / 40000). */
  private static final Offset<Double> SHARE = within(0.01);

  @Test
  void shouldCountPhotonsAsPoissonSaysAndCutAtFullInk() {
    byte[] noisy = onEven("shot-noise:3", 255);

    // e^-3 times 1, 3 and 9/2; three photons and more are full ink.
    assertThat(share(noisy, 0)).isCloseTo(0.0498, SHARE);
    assertThat(share(noisy, 85)).isCloseTo(0.1494, SHARE);
    assertThat(share(noisy, 170)).isCloseTo(0.2240, SHARE);
    assertThat(share(noisy, 255)).isCloseTo(0.5768, SHARE);
  }

  @Test
  void shouldCountFewerPhotonsWhereThereIsLessInk() {
    byte[] noisy = onEven("shot-noise:5", 51);

    // A fifth of the ink has a mean of one photon: e^-1 times 1, 1, 1/2, 1/6 and 1/24.
    assertThat(share(noisy, 0)).isCloseTo(0.3679, SHARE);
    assertThat(share(noisy, 51)).isCloseTo(0.3679, SHARE);
    assertThat(share(noisy, 102)).isCloseTo(0.1839, SHARE);
    assertThat(share(noisy, 153)).isCloseTo(0.0613, SHARE);
    assertThat(share(noisy, 204)).isCloseTo(0.0153, SHARE);
  }

  @Test
  void shouldSpreadManyPhotonsByTheRootOfTheirNumber() {
    byte[] noisy = onEven("shot-noise:500", 128);

    // 251 photons, +- 15.84, of 0.51 levels each; four standard errors.
    assertThat(mean(noisy)).isCloseTo(128, within(0.17));
    assertThat(deviation(noisy)).isCloseTo(8.08, within(0.12));
  }

  @Test
  void shouldFindNoPhotonsWhereThereIsNoInk() {
    assertThat(onEven("shot-noise:0.1", 0)).containsOnly(0);
    assertThat(onEven("shot-noise:500", 0)).containsOnly(0);
  }

  @Test
  void shouldTurnHalfOfTheFailedPixelsBlackAndHalfWhite() {
    byte[] noisy = onEven("impulse-noise:0.3", 128);

    assertThat(share(noisy, 0)).isCloseTo(0.15, SHARE);
    assertThat(share(noisy, 255)).isCloseTo(0.15, SHARE);
    assertThat(count(noisy, 0) + count(noisy, 128) + count(noisy, 255)).isEqualTo(PIXELS);
  }

  @ParameterizedTest
  // Rounding to whole levels adds 1/12 to the variance. The tolerance is four standard errors:
  // four times the deviation by 200, and by 200 times the root of 2.
  @CsvSource({"gaussian:small, 1.0408, 0.021, 0.015", "gaussian:medium, 10.004, 0.2, 0.142"})
  void shouldAddGaussianNoiseInGreyLevels(
      String text, double deviation, double meanError, double deviationError) {
    byte[] noisy = onEven(text, 128);

    assertThat(mean(noisy)).isCloseTo(128, within(meanError));
    assertThat(deviation(noisy)).isCloseTo(deviation, within(deviationError));
  }

  @Test
  void shouldLeaveManyPixelsAsTheyWereUnderSmallGaussianNoise() {
    // A normal number is within half a level of 0 with probability 0.3829.
    assertThat(share(onEven("gaussian:small", 128), 128)).isCloseTo(0.3829, SHARE);
  }

  @Test
  void shouldCutLargeGaussianNoiseAtTheRangeOfAPixel() {
    byte[] noisy = onEven("gaussian:large", 0);

    // Below half a level, 0.005 standard deviations; and beyond 254.5 levels, 2.545 of them.
    assertThat(share(noisy, 0)).isCloseTo(0.502, SHARE);
    assertThat(share(noisy, 255)).isCloseTo(0.0055, within(0.0015));
  }

  private static byte[] onEven(String text, int level) {
    return corrupted(text, even(PIXELS, level), SIDE, SIDE, 11);
  }

  private static double share(byte[] image, int level) {
    return (double) count(image, level) / PIXELS;
  }
}
