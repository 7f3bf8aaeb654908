package org.inkstream.trainer.describe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.model.idx.ImageSet;

/**
 * What a data set is like.
 *
 * @param first the training images, or the only ones
 * @param second the test images
 * @param means of the classes of the first part
 * @param copies images with the same pixels
 * @param near images with almost the same pixels
 * @param problems of labels and images, each in a sentence
 */
public record Description(
    LabelledImages first,
    Optional<LabelledImages> second,
    MeanImages means,
    Copies copies,
    NearCopies near,
    List<String> problems) {

  /**
   * Dark ink on a white ground has a mean near 200, and 100 when it was fitted, as that adds a
   * black margin; MNIST has 33, Fashion-MNIST 73.
   */
  private static final int LIGHT = 95;

  /** Copies the list. */
  public Description {
    problems = List.copyOf(problems);
  }

  /**
   * Describes a set. Its images must be of one size.
   *
   * @param first the training images, or the only ones
   * @param second the test images
   */
  public static Description of(LabelledImages first, Optional<LabelledImages> second) {
    Pool pool = new Pool(second.map(test -> List.of(first, test)).orElse(List.of(first)));
    Copies copies = Copies.of(pool);
    NearCopies near = NearCopies.of(pool, Copies.distinct(pool), NearCopies.MOST_COMPARISONS);
    return new Description(
        first, second, MeanImages.of(first), copies, near, problems(first, second, copies));
  }

  /** Images of each class of a part. */
  public static int[] counts(LabelledImages part) {
    int[] counts = new int[part.labels().size()];
    for (int label : part.images().labels()) {
      counts[label]++;
    }
    return counts;
  }

  private static List<String> problems(
      LabelledImages first, Optional<LabelledImages> second, Copies copies) {
    List<String> problems = new ArrayList<>();
    if (first.labels().size() < 2) {
      problems.add("there is one class only; two are needed to train");
    }
    if (copies.conflicts() > 0) {
      problems.add(
          copies.conflicts() == 1
              ? "1 image is there again under another label"
              : "%,d images are there again under another label".formatted(copies.conflicts()));
    }
    int[] counts = counts(first);
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] == 1) {
        problems.add(
            "class '%s' has a single image to learn from".formatted(first.labels().get(label)));
      }
    }
    second.ifPresent(test -> compare(first, test, problems));
    if (brightness(first.images()) >= LIGHT) {
      problems.add(
          "most images seem to be dark on a light ground; 0 is taken for ground and 255 for ink:"
              + " invert them");
    }
    return problems;
  }

  private static void compare(LabelledImages train, LabelledImages test, List<String> problems) {
    for (String label : train.labels()) {
      if (!test.labels().contains(label)) {
        problems.add("class '%s' has no test image".formatted(label));
      }
    }
    for (String label : test.labels()) {
      if (!train.labels().contains(label)) {
        problems.add("class '%s' of the test images has no training image".formatted(label));
      }
    }
    if (!train.sizes().keySet().equals(test.sizes().keySet())) {
      problems.add("training and test images are not of the same sizes");
    }
  }

  /** The median over the images of the mean of their pixels. */
  private static int brightness(ImageSet images) {
    int size = images.width() * images.height();
    int[] means = new int[images.count()];
    for (int i = 0; i < means.length; i++) {
      int sum = 0;
      for (int p = i * size; p < (i + 1) * size; p++) {
        sum += images.pixels()[p] & 0xff;
      }
      means[i] = sum / size;
    }
    Arrays.sort(means);
    return means[means.length / 2];
  }
}
