package org.inkstream.model.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.inkstream.model.corruption.Grey.corrupted;
import static org.inkstream.model.corruption.Grey.noise;
import static org.inkstream.model.corruption.Grey.of;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.inkstream.model.image.Affine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovedKindsTest {

  private static final int SIDE = 28;

  @Test
  void shouldLeanToTheRightAboutTheMiddleRow() {
    assertThat(corrupted("shear:1", of(1, 2, 3, 4, 5, 6, 7, 8, 9), 3, 3, 1))
        .isEqualTo(of(0, 1, 2, 4, 5, 6, 8, 9, 0));
  }

  @ParameterizedTest
  @CsvSource({"rotate:+-90, rotate:90, rotate:-90", "shear:+-1, shear:1, shear:-1"})
  void shouldGoEitherWayAboutEquallyOften(String text, String oneWay, String theOther) {
    byte[] image = noise(9, 1);
    byte[] one = corrupted(oneWay, image, 3, 3, 1);
    byte[] other = corrupted(theOther, image, 3, 3, 1);
    Corruption corruption = Corruption.parse(text);
    SplittableRandom random = new SplittableRandom(1);

    int first = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] found = corruption.apply(image, 3, 3, 0, random).orElseThrow();
      assertThat(found).isIn(one, other);
      first += found[0] == one[0] ? 1 : 0;
    }

    // Four standard deviations: 4 sqrt(1000 x 0.25) = 63.
    assertThat(first).isBetween(437, 563);
  }

  @Test
  void shouldTranslateEachAxisByAChanceOfItsOwn() {
    byte[] point = new byte[25];
    point[12] = 1;
    Map<Integer, Integer> places = new HashMap<>();
    for (int seed = 0; seed < 100; seed++) {
      byte[] moved = corrupted("translate:+-1,+-2", point, 5, 5, seed);
      for (int i = 0; i < 25; i++) {
        places.merge(i, (int) moved[i], Integer::sum);
      }
    }
    places.values().removeIf(times -> times == 0);

    assertThat(places).containsOnlyKeys(1, 3, 21, 23);
  }

  @Test
  void shouldComposeZoomThenShiftThenRotation() {
    double right = Math.PI / 2;

    Affine affine = ImageShift.affine(right, 3, 4, 2, 0.5);

    // The point (1, 2) is zoomed to (2, 1), moved to (5, 5) and turned to (-5, 5).
    assertThat(affine.xx() + 2 * affine.xy() + affine.dx()).isCloseTo(-5, within(1e-12));
    assertThat(affine.yx() + 2 * affine.yy() + affine.dy()).isCloseTo(5, within(1e-12));
    assertThat(ImageShift.affine(0, 0, 0, 1, 1)).isEqualTo(new Affine(1, -0.0, 0, 1, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"small, 5, 0.025, 0.05", "medium, 20, 0.1, 0.1", "large, 45, 0.2, 0.2"})
  void shouldDrawWithinTheRangesOfTheIntensity(
      String intensity, double degrees, double shift, double zoom) {
    byte[] image = noise(SIDE * 20, 2);
    byte[] expected =
        ImageShift.affine(Math.toRadians(degrees), shift * SIDE, shift * 20, 1 + zoom, 1 + zoom)
            .apply(image, SIDE, 20);

    // Every draw is three quarters of the way, which is half of the range above its middle.
    byte[] found =
        Corruption.parse("image:" + intensity)
            .apply(image, SIDE, 20, 0, () -> 0xC000_0000_0000_0000L)
            .orElseThrow();

    assertThat(found).isEqualTo(expected);
  }

  @Test
  void shouldMoveImagesEvenlyWithinTheRange() {
    byte[] blob = new byte[SIDE * SIDE];
    for (int y = 12; y < 16; y++) {
      for (int x = 12; x < 16; x++) {
        blob[y * SIDE + x] = (byte) 255;
      }
    }
    SplittableRandom random = new SplittableRandom(3);
    Corruption corruption = Corruption.parse("image:small");

    double sum = 0;
    double largest = 0;
    for (int i = 0; i < 2000; i++) {
      double moved = middleColumn(corruption.apply(blob, SIDE, SIDE, 0, random).orElseThrow());
      sum += Math.abs(moved);
      largest = Math.max(largest, Math.abs(moved));
    }

    // 0.05 x 28 = 1.4 pixels by a zoom from 0.9 to 1.1; the mean is half of 1.4 times
    // ln(1.1 / 0.9) / 0.2 = 1.003; four standard errors are 4 x 0.41 / sqrt(2000) = 0.037.
    assertThat(sum / 2000).isCloseTo(0.702, within(0.04));
    assertThat(largest).isBetween(1.3, 1.6);
  }

  private static double middleColumn(byte[] image) {
    double ink = 0;
    double moment = 0;
    for (int i = 0; i < image.length; i++) {
      ink += image[i] & 0xff;
      moment += (image[i] & 0xff) * (i % SIDE - (SIDE - 1) / 2.0);
    }
    return moment / ink;
  }
}
