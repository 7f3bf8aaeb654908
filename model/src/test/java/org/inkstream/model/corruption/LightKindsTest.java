package org.inkstream.model.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.inkstream.model.corruption.Grey.corrupted;
import static org.inkstream.model.corruption.Grey.even;
import static org.inkstream.model.corruption.Grey.mean;
import static org.inkstream.model.corruption.Grey.of;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Light, fog, stripes and blurs, on images small enough to be worked out by hand. */
class LightKindsTest {

  private static final int SIDE = 32;

  @Test
  void shouldAddLightAndCutWhatIsTooMuch() {
    // Half of full ink is 127.5 levels, and halves are rounded up.
    assertThat(corrupted("brightness:0.5", of(0, 100, 200), 3, 1, 1)).isEqualTo(of(128, 228, 255));
    assertThat(corrupted("brightness:-0.5", of(0, 100, 200), 3, 1, 1)).isEqualTo(of(0, 0, 73));
  }

  @Test
  void shouldInvertWhatIsBesideTheStripe() {
    assertThat(corrupted("stripe:0.5", of(1, 2, 3, 4, 5, 6, 7, 8), 4, 2, 1))
        .isEqualTo(of(254, 2, 3, 251, 250, 6, 7, 247));
    assertThat(corrupted("stripe:1", of(1, 2, 3), 3, 1, 1)).isEqualTo(of(254, 253, 252));
  }

  @Test
  void shouldLeaveTheMiddleHalfOfADigitAsItIs() {
    byte[] striped = corrupted("stripe", new byte[28], 28, 1, 1);

    for (int x = 0; x < 28; x++) {
      assertThat(striped[x] & 0xff).as("column %d", x).isEqualTo(x < 7 || x >= 21 ? 255 : 0);
    }
  }

  @Test
  void shouldLayTheSameFogOverInkAndBackground() {
    byte[] background = corrupted("fog:1", new byte[SIDE * SIDE], SIDE, SIDE, 5);
    byte[] ink = corrupted("fog:1", even(SIDE * SIDE, 255), SIDE, SIDE, 5);

    // Fog is from 0 to 1 over a square whose side is a power of two, and adds half of full ink.
    assertThat(levels(background)).contains(0, 128).allMatch(level -> level <= 128);
    for (int i = 0; i < ink.length; i++) {
      assertThat((ink[i] & 0xff) - (background[i] & 0xff)).isBetween(127, 128);
    }
    assertThat(mean(background)).isBetween(30.0, 98.0);
  }

  @Test
  void shouldMakeCloudsByMidpointDisplacement() {
    // Displaced by +0.5, 0 and 0: the middle is 0.5, and beside it is the average of its two
    // neighbours and of the corner twice, 0.25.
    Iterator<Double> draws = List.of(0.75, 0.5, 0.5).iterator();
    Plasma plasma = Plasma.draw(2, () -> (long) (draws.next() * 0x1p53) << 11);

    assertThat(plasma.at(0, 0)).isZero();
    assertThat(plasma.at(1, 0)).isEqualTo(0.5);
    assertThat(plasma.at(0, 1)).isEqualTo(0.5);
    assertThat(plasma.at(1, 1)).isEqualTo(1);
  }

  @Test
  void shouldAverageAlongALine() {
    byte[] point = of(0, 0, 90, 0, 0);

    assertThat(new MotionBlur(3).along(point, 5, 1, 0)).isEqualTo(of(0, 30, 30, 30, 0));
    assertThat(new MotionBlur(3).along(point, 1, 5, Math.PI / 2)).isEqualTo(of(0, 30, 30, 30, 0));
    // Half a pixel to both sides: a quarter, a half and a quarter, of which 22.5 is rounded up.
    assertThat(new MotionBlur(2).along(point, 5, 1, 0)).isEqualTo(of(0, 23, 45, 23, 0));
  }

  @Test
  void shouldMoveMoreAcrossThanDown() {
    // An upright line of one pixel loses most of its ink; a level one at 45 degrees at most.
    for (int seed = 0; seed < 50; seed++) {
      byte[] upright = new byte[SIDE * SIDE];
      for (int y = 0; y < SIDE; y++) {
        upright[y * SIDE + 16] = (byte) 255;
      }
      byte[] blurred = corrupted("motion-blur:7", upright, SIDE, SIDE, seed);
      // Seven pixels at 45 degrees span 4.95 columns, so that a fifth and some remains.
      assertThat(blurred[16 * SIDE + 16] & 0xff).as("seed %d", seed).isLessThanOrEqualTo(86);
    }
  }

  @Test
  void shouldScatterPixelsUnderGlassWithoutLosingInk() {
    byte[] blob = new byte[SIDE * SIDE];
    for (int y = 12; y < 20; y++) {
      for (int x = 12; x < 20; x++) {
        blob[y * SIDE + x] = (byte) 200;
      }
    }
    byte[] smooth = corrupted("blur:0.99", blob, SIDE, SIDE, 1);

    byte[] seen = corrupted("glass-blur:1", blob, SIDE, SIDE, 1);

    assertThat(mean(seen)).isCloseTo(mean(blob), within(0.5));
    // Two Gaussians of 0.7 are one of 0.99; what differs from it has changed places.
    int moved = 0;
    for (int i = 0; i < seen.length; i++) {
      moved += Math.abs((seen[i] & 0xff) - (smooth[i] & 0xff)) > 10 ? 1 : 0;
    }
    assertThat(moved).isGreaterThan(20);
    assertThat(corrupted("glass-blur", even(SIDE * SIDE, 77), SIDE, SIDE, 1)).containsOnly(77);
  }

  private static List<Integer> levels(byte[] image) {
    return java.util.stream.IntStream.range(0, image.length)
        .mapToObj(i -> image[i] & 0xff)
        .distinct()
        .toList();
  }
}
