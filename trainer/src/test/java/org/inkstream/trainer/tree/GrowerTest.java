package org.inkstream.trainer.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.inkstream.model.plain.Trees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrowerTest {

  private static final float[][] ENCODED = new float[256][2];

  static {
    for (int value = 0; value < 256; value++) {
      Arrays.fill(ENCODED[value], value);
    }
  }

  private static final double[] ALIKE = {};

  /** Pixel 1 tells the classes apart, between 20 and 200; pixel 0 nearly does. */
  private static final byte[][] COLUMNS = {
    {1, 2, 3, 4, 5, 6}, {20, 10, 20, (byte) 200, 10, (byte) 250}
  };

  private static final int[] LABELS = {0, 0, 0, 1, 0, 1};

  @ParameterizedTest
  @EnumSource
  void shouldSplitWhereTheClassesPart(Criterion criterion) {
    Trees.Node tree = grow(new TreeSettings(criterion, 5, 1, 2, 0, 0), 6);

    Trees.Split split = (Trees.Split) tree;
    assertThat(split.pixel()).isEqualTo(1);
    assertThat(split.threshold()).isEqualTo(110);
    assertThat(((Trees.Leaf) split.left()).probabilities()).containsExactly(1, 0);
    assertThat(((Trees.Leaf) split.right()).probabilities()).containsExactly(0, 1);
  }

  @Test
  void shouldKeepSoManyImagesInALeaf() {
    // The classes part at 2 of 6 images; of those allowed, 3 and 3 by pixel 0 is the best.
    Trees.Split split = (Trees.Split) grow(new TreeSettings(Criterion.GINI, 5, 3, 2, 1, 0), 6);

    assertThat(split.pixel()).isZero();
    assertThat(split.threshold()).isEqualTo(3.5f);
    assertThat(((Trees.Leaf) split.left()).probabilities()).containsExactly(0.8f, 0.2f);
    assertThat(((Trees.Leaf) split.right()).probabilities()).containsExactly(0.4f, 0.6f);
  }

  /** Of the six images 4 and 2 are in the classes, at the root; of the left three, 3 and 0. */
  @Test
  void shouldDrawLeavesTowardsTheNodeAbove() {
    Trees.Split split = (Trees.Split) grow(new TreeSettings(Criterion.GINI, 1, 3, 2, 0, 3), 6);

    // The root: (4 + 3/2) of 9. Left: 3 and three times that, of 6; right: 1 and the same.
    assertThat(((Trees.Leaf) split.left()).probabilities())
        .containsExactly((float) ((3 + 3 * 5.5 / 9) / 6), (float) ((3 * 3.5 / 9) / 6));
    assertThat(((Trees.Leaf) split.right()).probabilities())
        .containsExactly((float) ((1 + 3 * 5.5 / 9) / 6), (float) ((2 + 3 * 3.5 / 9) / 6));
  }

  @Test
  void shouldNotSplitWhatCannotBeToldApart() {
    byte[][] same = {{7, 7, 7}, {0, 0, 0}};
    Grower grower =
        new Grower(
            same,
            new int[] {0, 1, 1},
            2,
            ENCODED,
            new TreeSettings(Criterion.ENTROPY, 5, 1, 1, 0, 0),
            ALIKE,
            new Random(1));

    Trees.Leaf leaf = (Trees.Leaf) grower.grow(new int[] {0, 1, 2});

    assertThat(leaf.probabilities()).containsExactly(1 / 3f, 2 / 3f);
  }

  /**
   * Pixel 0 sets three of six images of class 0 apart, pixel 1 one of two of class 1. Pixel 1 is
   * the better one, unless an image of class 1 counts as four.
   */
  @ParameterizedTest
  @EnumSource
  void shouldCountAnImageAsOftenAsItsClassWeighs(Criterion criterion) {
    byte[][] columns = {{0, 0, 0, 9, 9, 9, 9, 9}, {9, 9, 9, 9, 9, 9, 9, 0}};
    int[] labels = {0, 0, 0, 0, 0, 0, 1, 1};
    TreeSettings once = new TreeSettings(criterion, 1, 1, 2, 0.5, 0.5);
    Grower alike = new Grower(columns, labels, 2, ENCODED, once, ALIKE, new Random(1));
    Grower weighted =
        new Grower(columns, labels, 2, ENCODED, once, new double[] {1, 4}, new Random(1));
    int[] all = {0, 1, 2, 3, 4, 5, 6, 7};
    int[] four = {0, 1, 2, 3, 4, 5, 6, 6, 6, 6, 7, 7, 7, 7};

    assertThat(((Trees.Split) alike.grow(all)).pixel()).isEqualTo(1);
    Trees.Split expected = (Trees.Split) alike.grow(four);
    Trees.Split found = (Trees.Split) weighted.grow(all);
    assertThat(found.pixel()).isZero();
    assertThat(expected.pixel()).isZero();
    assertThat(((Trees.Leaf) found.left()).probabilities())
        .containsExactly(((Trees.Leaf) expected.left()).probabilities());
    assertThat(((Trees.Leaf) found.right()).probabilities())
        .containsExactly(((Trees.Leaf) expected.right()).probabilities());
  }

  /** Sorting in small nodes and counting in large ones must find the same split. */
  @ParameterizedTest
  @EnumSource
  void shouldFindTheSameSplitInSmallAndLargeNodes(Criterion criterion) {
    Random random = new Random(3);
    int images = 100;
    byte[][] columns = new byte[2][3 * images];
    int[] labels = new int[3 * images];
    for (int i = 0; i < images; i++) {
      for (int copy = 0; copy < 3; copy++) {
        int at = copy * images + i;
        columns[0][at] = copy == 0 ? (byte) random.nextInt(256) : columns[0][i];
        columns[1][at] = copy == 0 ? (byte) random.nextInt(256) : columns[1][i];
        labels[at] = copy == 0 ? random.nextInt(3) : labels[i];
      }
    }
    TreeSettings once = new TreeSettings(criterion, 1, 1, 2, 0, 0);
    int[] few = IntStream.range(0, images).toArray();
    int[] all = IntStream.range(0, 3 * images).toArray();

    Trees.Split small =
        (Trees.Split) new Grower(columns, labels, 3, ENCODED, once, ALIKE, new Random(1)).grow(few);
    Trees.Split large =
        (Trees.Split) new Grower(columns, labels, 3, ENCODED, once, ALIKE, new Random(1)).grow(all);

    assertThat(large.pixel()).isEqualTo(small.pixel());
    assertThat(large.threshold()).isEqualTo(small.threshold());
  }

  private static Trees.Node grow(TreeSettings settings, int images) {
    int[] all = IntStream.range(0, images).toArray();
    return new Grower(COLUMNS, LABELS, 2, ENCODED, settings, ALIKE, new Random(1)).grow(all);
  }
}
