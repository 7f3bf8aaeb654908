package org.inkstream.trainer.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.plain.Trees;
import org.junit.jupiter.api.Test;

class LeavesTest {

  private static final ImageEncoder ENCODER =
      new ImageEncoder(new Preprocessing(2, 1, Preprocessing.Fit.MNIST, 1, 0));

  /** Dark first pixels are class 0 for sure; others are class 2 perhaps. */
  private static final Trees.Node TREE =
      new Trees.Split(
          0,
          99,
          new Trees.Leaf(new float[] {.98f, .02f, 0}),
          new Trees.Leaf(new float[] {.1f, .3f, .6f}));

  @Test
  void shouldBeAsSureAsHeldOutImagesBearOut() {
    // Sure leaf: 700 of 1,000 are right; the other: 550 of 1,000.
    Trees.Split calibrated =
        (Trees.Split) Leaves.calibrated(TREE, held(1000, 700, 1000, 550), ENCODER);

    float[] sure = ((Trees.Leaf) calibrated.left()).probabilities();
    float[] unsure = ((Trees.Leaf) calibrated.right()).probabilities();
    assertThat(sure[0]).isCloseTo(.7f, within(.01f));
    assertThat(sure[1]).isCloseTo(1 - sure[0], within(1e-6f));
    assertThat(sure[2]).isZero();
    assertThat(unsure[2]).isCloseTo(.55f, within(.01f));
    assertThat(unsure[1]).isCloseTo(3 * unsure[0], within(1e-6f));
    assertThat(unsure[0] + unsure[1] + unsure[2]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void shouldNotChangeAnAnswerThatIsMostlyWrong() {
    // Both are nearly always wrong; the second leaf's next class has three quarters of the rest.
    Trees.Split calibrated =
        (Trees.Split) Leaves.calibrated(TREE, held(1000, 10, 1000, 10), ENCODER);

    float[] sure = ((Trees.Leaf) calibrated.left()).probabilities();
    float[] unsure = ((Trees.Leaf) calibrated.right()).probabilities();
    assertThat(sure[0]).isCloseTo(.5f, within(1e-6f));
    assertThat(unsure[2]).isCloseTo(3 / 7f, within(1e-6f)).isGreaterThanOrEqualTo(unsure[1]);
  }

  @Test
  void shouldLeaveALeafThatKnowsOneClassAlone() {
    Trees.Node pure = new Trees.Leaf(new float[] {0, 1, 0});

    assertThat(Leaves.calibrated(pure, held(10, 1, 10, 1), ENCODER)).isSameAs(pure);
  }

  /** Images for either leaf, so many of which are of the leaf's answer; the others of class 1. */
  private static ImageSet held(int left, int leftRight, int right, int rightRight) {
    byte[] pixels = new byte[2 * (left + right)];
    int[] labels = new int[left + right];
    Arrays.fill(labels, 1);
    Arrays.fill(labels, 0, leftRight, 0);
    Arrays.fill(labels, left, left + rightRight, 2);
    for (int i = left; i < left + right; i++) {
      pixels[2 * i] = (byte) 200;
    }
    return new ImageSet(2, 1, pixels, labels);
  }
}
