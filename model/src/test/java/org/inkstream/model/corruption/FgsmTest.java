package org.inkstream.model.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.inkstream.model.corruption.Grey.of;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FgsmTest {

  @Test
  void shouldMoveEveryPixelByAsMuchTowardsAGreaterLoss() {
    Fgsm.Slope slope = (pixels, width, height, label) -> new float[] {1e-9f, -3, 0, 5, -0.1f};

    byte[] moved = apply(Fgsm.parse("fgsm:8", slope), 0, 100, 50, 60, 250, 5);

    assertThat(moved).isEqualTo(of(108, 42, 60, 255, 0));
  }

  @Test
  void shouldAskForTheSlopeAtTheImageThatOtherCorruptionsLeft() {
    // By each pixel's own value and the label.
    Fgsm.Slope slope =
        (pixels, width, height, label) -> new float[] {pixels[0] - label, pixels[1] - label};
    List<Corruption> corruptions =
        List.of(Corruption.parse("translate:1"), Fgsm.parse("fgsm:1", slope));

    byte[] moved =
        Corruption.applyAll(corruptions, of(10, 20), 2, 1, 5, new SplittableRandom(1))
            .orElseThrow();

    // Moved to 0 and 10; 0 is less than the label and cut, 10 is more.
    assertThat(moved).isEqualTo(of(0, 11));
  }

  @Test
  void shouldKnowItsName() {
    assertThat(Fgsm.isNamedIn("fgsm:3")).isTrue();
    assertThat(Fgsm.isNamedIn(" fgsm")).isTrue();
    assertThat(Fgsm.isNamedIn("fog")).isFalse();
    assertThat(Fgsm.parse("fgsm:2.50", FgsmTest::flat)).hasToString("fgsm:2.5");
    assertThat(Fgsm.parse("fgsm:2@0.5", FgsmTest::flat)).hasToString("fgsm:2@0.5");
  }

  @Test
  void shouldSayWhatTheAmountMustBe() {
    for (String text : List.of("fgsm", "fgsm:", "fgsm:256", "fgsm:-1")) {
      assertThatThrownBy(() -> Fgsm.parse(text, FgsmTest::flat))
          .hasMessage(
              "corruption '"
                  + text
                  + "': EPSILON must be a number from 0 to 255; the form is fgsm:EPSILON");
    }
  }

  private static float[] flat(byte[] pixels, int width, int height, int label) {
    return new float[pixels.length];
  }

  private static byte[] apply(Corruption corruption, int label, int... pixels) {
    return corruption
        .apply(of(pixels), pixels.length, 1, label, new SplittableRandom(1))
        .orElseThrow();
  }
}
