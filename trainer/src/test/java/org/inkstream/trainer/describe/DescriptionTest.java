package org.inkstream.trainer.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.model.dataset.Size;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.trainer.mnist.Mnist;
import org.junit.jupiter.api.Test;

class DescriptionTest {

  private static final int SIZE = 28 * 28;

  @Test
  void shouldCountCopiesWithinAndBetweenPartsAndOtherLabels() {
    // Greys stand for images: train 1 1 1 2 3, test 2 4 4 3; the last has another label there.
    Description description =
        Description.of(
            images("train", new int[] {1, 1, 1, 2, 3}, "a", "a", "a", "b", "b"),
            Optional.of(images("test", new int[] {2, 4, 4, 3}, "b", "a", "a", "a")));

    Copies copies = description.copies();
    assertThat(copies.inFirst()).isEqualTo(2);
    assertThat(copies.inSecond()).isEqualTo(1);
    assertThat(copies.between()).isEqualTo(2);
    assertThat(copies.conflicts()).isEqualTo(1);
    assertThat(copies.examples())
        .containsExactly(
            "train 4 (b) = test 3 (a)",
            "train 0 (a) = train 1 (a) = train 2 (a)",
            "train 3 (b) = test 0 (b)",
            "test 1 (a) = test 2 (a)");
    assertThat(description.problems())
        .containsExactly("1 image is there again under another label");
  }

  @Test
  void shouldFindTheSameNearPairsAsAComparisonOfAllWithAll() {
    ImageSet digits = Mnist.train(600);
    ImageSet disturbed = disturbed(digits, 200);
    LabelledImages train = labelled("train", digits);
    LabelledImages test = labelled("test", disturbed);
    Pool pool = new Pool(List.of(train, test));
    int[] distinct = Copies.distinct(pool);

    NearCopies near = NearCopies.of(pool, distinct, Long.MAX_VALUE);

    int[] expected = allWithAll(pool, distinct);
    assertThat(expected[1]).isGreaterThan(50);
    assertThat(List.of(near.inFirst(), near.between(), near.inSecond()))
        .containsExactly(expected[0], expected[1], expected[2]);
    assertThat(near.complete()).isTrue();
  }

  @Test
  void shouldSayThatItHasNotComparedAll() {
    LabelledImages greys = images("x", IntStream.range(0, 50).toArray(), names(50, "a"));
    Pool pool = new Pool(List.of(greys));

    NearCopies near = NearCopies.of(pool, Copies.distinct(pool), 20);

    assertThat(near.complete()).isFalse();
    assertThat(near.inFirst()).isBetween(1, 20);
  }

  @Test
  void shouldNameWhatIsWrongWithLabels() {
    Description description =
        Description.of(
            images("train", new int[] {10, 40, 70}, "a", "a", "b"),
            Optional.of(images("test", new int[] {100, 130}, "a", "c")));

    assertThat(description.problems())
        .containsExactly(
            "class 'b' has a single image to learn from",
            "class 'b' has no test image",
            "class 'c' of the test images has no training image");
  }

  @Test
  void shouldNoticeASingleClassAndInkOnPaper() {
    Description description =
        Description.of(images("x", new int[] {250, 220}, "a", "a"), Optional.empty());

    assertThat(description.problems())
        .containsExactly(
            "there is one class only; two are needed to train",
            "most images seem to be dark on a light ground; 0 is taken for ground and 255 for ink:"
                + " invert them");
  }

  @Test
  void shouldFindNothingWrongWithDigits() {
    Description description = Description.of(labelled("train", Mnist.train(500)), Optional.empty());

    assertThat(description.problems()).isEmpty();
    assertThat(Description.counts(description.first())).hasSize(10).doesNotContain(0);
  }

  @Test
  void shouldTakeTheMeanOfEachClassAndDrawIt() {
    MeanImages means = MeanImages.of(images("x", new int[] {0, 101, 255}, "a", "a", "b"));

    assertThat(means.pixels().get(0)).containsOnly(51); // 50.5, rounded
    assertThat(means.pixels().get(1)).containsOnly((byte) 255);
    assertThat(means.text(0)).hasSize(7).containsOnly(".".repeat(14));
    assertThat(means.text(1)).containsOnly("@".repeat(14));
  }

  /** Pairs within the first part, between the parts, within the second. */
  private static int[] allWithAll(Pool pool, int[] images) {
    int[] counts = new int[3];
    for (int i = 0; i < images.length; i++) {
      for (int j = 0; j < i; j++) {
        ByteBuffer one = pool.pixels(images[i]);
        ByteBuffer other = pool.pixels(images[j]);
        double sum = 0;
        while (one.hasRemaining()) {
          sum += Math.pow((one.get() & 0xff) - (other.get() & 0xff), 2);
        }
        if (Math.sqrt(sum / SIZE) <= NearCopies.MOST_DIFFERENCE) {
          counts[pool.part(images[i]) + pool.part(images[j])]++;
        }
      }
    }
    return counts;
  }

  /** The first images with noise of a strength that grows from one to the next. */
  private static ImageSet disturbed(ImageSet images, int count) {
    Random random = new Random(1);
    byte[] pixels = Arrays.copyOf(images.pixels(), count * SIZE);
    for (int i = 0; i < count; i++) {
      for (int p = i * SIZE; p < (i + 1) * SIZE; p++) {
        double noisy = (pixels[p] & 0xff) + random.nextGaussian() * (1 + i * 20.0 / count);
        pixels[p] = (byte) Math.max(0, Math.min(255, Math.round(noisy)));
      }
    }
    return new ImageSet(28, 28, pixels, Arrays.copyOf(images.labels(), count));
  }

  private static LabelledImages labelled(String name, ImageSet images) {
    List<String> digits = IntStream.range(0, 10).mapToObj(Integer::toString).toList();
    return labelled(name, images, digits);
  }

  private static LabelledImages images(String name, int[] greys, String... labels) {
    byte[] pixels = new byte[greys.length * SIZE];
    List<String> names = Arrays.stream(labels).distinct().sorted().toList();
    int[] classes = Arrays.stream(labels).mapToInt(names::indexOf).toArray();
    for (int i = 0; i < greys.length; i++) {
      Arrays.fill(pixels, i * SIZE, (i + 1) * SIZE, (byte) greys[i]);
    }
    return labelled(name, new ImageSet(28, 28, pixels, classes), names);
  }

  private static LabelledImages labelled(String name, ImageSet images, List<String> names) {
    TreeMap<Size, Integer> sizes = new TreeMap<>();
    sizes.put(new Size(28, 28), images.count());
    return new LabelledImages(images, names, sizes, image -> name + " " + image);
  }

  private static String[] names(int count, String name) {
    String[] names = new String[count];
    Arrays.fill(names, name);
    return names;
  }
}
