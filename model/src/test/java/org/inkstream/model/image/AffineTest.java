package org.inkstream.model.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AffineTest {

  private static final byte[] NUMBERED = Images.bytes(1, 2, 3, 4, 5, 6, 7, 8, 9);

  @Test
  void shouldTurnAQuarterClockwise() {
    assertThat(Affine.rotation(90).apply(NUMBERED, 3, 3))
        .containsExactly(7, 4, 1, 8, 5, 2, 9, 6, 3);
  }

  @Test
  void shouldTurnHalfWayRoundInAnEvenImageAsWell() {
    assertThat(Affine.rotation(180).apply(Images.bytes(1, 2, 3, 4, 5, 6, 7, 8), 4, 2))
        .containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
  }

  @Test
  void shouldMoveByWholePixelsExactly() {
    assertThat(Affine.translation(1, 0).apply(NUMBERED, 3, 3))
        .containsExactly(0, 1, 2, 0, 4, 5, 0, 7, 8);
    assertThat(Affine.translation(0, -2).apply(NUMBERED, 3, 3))
        .containsExactly(7, 8, 9, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void shouldShareAPixelBetweenTwoWhenMovedByHalfOfOne() {
    assertThat(Affine.translation(0.5, 0).apply(Images.bytes(0, 200, 0, 0), 4, 1))
        .containsExactly(0, 100, 100, 0);
    assertThat(Affine.translation(-0.5, 0).apply(Images.bytes(200, 0, 0, 200), 4, 1))
        .containsExactly(100, 0, 100, 100);
  }

  @Test
  void shouldScaleAboutTheMiddle() {
    // With factor 2, pixels 1 to 3 of five are spread over all five.
    assertThat(Affine.scaling(2).apply(Images.bytes(9, 10, 20, 40, 9), 5, 1))
        .containsExactly(10, 15, 20, 30, 40);
    // With factor 1/2, every second pixel remains, the middle one among them.
    assertThat(Affine.scaling(0.5).apply(Images.bytes(10, 9, 20, 9, 40), 5, 1))
        .containsExactly(0, 10, 20, 40, 0);
  }

  @Test
  void shouldKeepFullInkFull() {
    assertThat(Affine.rotation(360).apply(Images.bytes(255, 255, 0, 255), 2, 2))
        .containsExactly(-1, -1, 0, -1);
  }

  @Test
  void shouldRefuseWhatIsNoChange() {
    assertThatThrownBy(() -> Affine.scaling(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Affine.rotation(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Affine.rotation(1).apply(NUMBERED, 3, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
