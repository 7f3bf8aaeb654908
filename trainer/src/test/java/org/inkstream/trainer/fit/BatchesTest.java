package org.inkstream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.trainer.mnist.Mnist;
import org.inkstream.trainer.network.Hyperparameters;
import org.junit.jupiter.api.Test;

class BatchesTest {

  private static final ImageEncoder ENCODER =
      new ImageEncoder(new Preprocessing(2, 1, Preprocessing.Fit.MNIST, 1, 0));

  @Test
  void shouldShowEveryImageOnceAnEpochInAnotherOrder() {
    ImageSet images = numbered(12);

    try (Batches batches = new Batches(images, ENCODER, 3, settings(4, false), 1)) {
      List<Integer> first = epoch(batches, 3);
      List<Integer> second = epoch(batches, 3);

      Integer[] all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
      assertThat(first).containsExactlyInAnyOrder(all).isNotEqualTo(second);
      assertThat(second).containsExactlyInAnyOrder(all);
    }
  }

  @Test
  void shouldNameTheClassOfEachImage() {
    try (Batches batches = new Batches(numbered(12), ENCODER, 3, settings(12, false), 1)) {
      Batches.Batch batch = batches.take();

      for (int i = 0; i < 12; i++) {
        int image = (int) batch.inputs()[2 * i];
        float[] expected = new float[3];
        expected[image % 3] = 1;
        assertThat(Arrays.copyOfRange(batch.targets(), 3 * i, 3 * i + 3)).isEqualTo(expected);
      }
    }
  }

  @Test
  void shouldLeaveOutWhatDoesNotFillABatch() {
    Hyperparameters settings = settings(5, false);

    assertThat(Batches.inEpoch(numbered(12), settings)).isEqualTo(2);
    assertThat(Batches.inEpoch(numbered(3), settings)).isEqualTo(1);
    try (Batches batches = new Batches(numbered(12), ENCODER, 3, settings, 1)) {
      assertThat(epoch(batches, 2)).hasSize(10).doesNotHaveDuplicates();
      assertThat(epoch(batches, 2)).hasSize(10).doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldGiveTheSameChangedImagesForTheSameSeed() {
    ImageSet images = Mnist.train(64);
    ImageEncoder encoder =
        new ImageEncoder(new Preprocessing(28, 28, Preprocessing.Fit.MNIST, 1 / 255.0, 0));

    try (Batches one = new Batches(images, encoder, 10, settings(8, true), 7);
        Batches same = new Batches(images, encoder, 10, settings(8, true), 7);
        Batches other = new Batches(images, encoder, 10, settings(8, true), 8);
        Batches unchanged = new Batches(images, encoder, 10, settings(8, false), 7)) {
      float[] first = one.take().inputs();
      assertThat(same.take().inputs()).isEqualTo(first);
      assertThat(other.take().inputs()).isNotEqualTo(first);
      assertThat(unchanged.take().inputs()).isNotEqualTo(first);
      assertThat(same.take().inputs()).isEqualTo(one.take().inputs()).isNotEqualTo(first);
    }
  }

  @Test
  void shouldMirrorAboutHalfOfTheImagesAndNoLabels() {
    Hyperparameters mirrored = new Hyperparameters(1, 100, 0.1, 0.2, 0, 0, 0, false, true, 1);

    try (Batches batches = new Batches(numbered(200), ENCODER, 3, mirrored, 1)) {
      int turned = 0;
      for (int b = 0; b < 2; b++) {
        Batches.Batch batch = batches.take();
        for (int i = 0; i < 100; i++) {
          float left = batch.inputs()[2 * i];
          float right = batch.inputs()[2 * i + 1];
          assertThat(Math.min(left, right)).isZero();
          assertThat(batch.targets()[3 * i + (int) Math.max(left, right) % 3]).isOne();
          turned += right > left ? 1 : 0;
        }
      }
      // Of 200 fair coins, fewer than 60 or more than 140 once in 10 million times.
      assertThat(turned).isBetween(60, 140);
    }
  }

  private static List<Integer> epoch(Batches batches, int count) {
    List<Integer> images = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      float[] inputs = batches.take().inputs();
      for (int i = 0; i < inputs.length; i += 2) {
        images.add((int) inputs[i]);
      }
    }
    return images;
  }

  /** Images of two pixels, of which the first is the image's number; classes 0, 1, 2, 0… */
  private static ImageSet numbered(int count) {
    byte[] pixels = new byte[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      pixels[2 * i] = (byte) i;
      labels[i] = i % 3;
    }
    return new ImageSet(2, 1, pixels, labels);
  }

  private static Hyperparameters settings(int batch, boolean augment) {
    return new Hyperparameters(1, batch, 0.1, 0.2, 0, 0, 0, augment, false, 1);
  }
}
