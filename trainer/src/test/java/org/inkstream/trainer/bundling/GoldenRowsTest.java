package org.inkstream.trainer.bundling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.mnist.Mnist;
import org.junit.jupiter.api.Test;

class GoldenRowsTest {

  @Test
  void shouldTakeEveryClassInTurn() {
    ImageSet images = new ImageSet(1, 1, new byte[6], new int[] {1, 1, 1, 0, 2, 1});

    assertThat(GoldenRows.choose(images)).containsExactly(3, 0, 4, 1, 2, 5);
  }

  @Test
  void shouldTakeAFewDozenOfManyImages() {
    ImageSet images = Mnist.test(1_000);

    int[] chosen = GoldenRows.choose(images);

    assertThat(chosen).hasSize(32).doesNotHaveDuplicates();
    assertThat(Arrays.stream(chosen).map(images::label).distinct().count()).isEqualTo(10);
  }

  @Test
  void shouldAllowOneRowToBeDecidedOtherwise() {
    // Two classes, always the first said: right for three of four.
    assertThat(GoldenRows.floor(saysFirst(0, 0, 1, 0))).isCloseTo(0.5, within(1e-12));
    assertThat(GoldenRows.floor(saysFirst(1, 1))).isZero();
  }

  private static Predictions saysFirst(int... labels) {
    float[] rows = new float[2 * labels.length];
    IntStream.range(0, labels.length).forEach(i -> rows[2 * i] = 1);
    return new Predictions(2, rows, labels);
  }
}
