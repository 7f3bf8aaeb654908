package org.inkstream.trainer.tree;

import java.util.Arrays;
import java.util.Random;
import org.inkstream.model.plain.Trees;

/**
 * Grows trees over images in bytes. A split is looked for by counting, for each pixel, the classes
 * of each of the 256 values; in small nodes by sorting. For one thread.
 */
final class Grower {

  private static final int VALUES = 256;

  /** With fewer images, sorting them takes less time than looking at all values. */
  private static final int FEW = 128;

  /** By pixel, the values of all images. */
  private final byte[][] columns;

  private final int[] labels;
  private final int classes;
  private final float[][] encoded;
  private final TreeSettings settings;
  private final double[] weights;
  private final double[] weighted;
  private final Random random;

  private final int[] pixels;
  private final int[] histogram;
  private final int[] left;
  private final int[] right;
  private final int[] sorted = new int[FEW];

  private double bestGain;
  private int bestPixel;
  private int bestValue;
  private int bestNext;

  /**
   * @param encoded for each value of a byte, what it is in each pixel of the model's input; rising
   * @param weights how much an image of each class counts; empty if all count alike. The fewest
   *     images in a leaf are counted without
   * @param random chooses pixels where not all are looked at
   */
  Grower(
      byte[][] columns,
      int[] labels,
      int classes,
      float[][] encoded,
      TreeSettings settings,
      double[] weights,
      Random random) {
    this.columns = columns;
    this.labels = labels;
    this.classes = classes;
    this.encoded = encoded;
    this.settings = settings;
    this.weights = weights.clone();
    this.weighted = new double[classes];
    this.random = random;
    this.pixels = new int[columns.length];
    Arrays.setAll(pixels, i -> i);
    this.histogram = new int[VALUES * classes];
    this.left = new int[classes];
    this.right = new int[classes];
  }

  /**
   * A tree of these images.
   *
   * @param images indices, one of them more than once if it counts so often; reordered
   */
  Trees.Node grow(int[] images) {
    double[] even = new double[classes];
    Arrays.fill(even, 1.0 / classes);
    return grow(images, 0, images.length, 0, even);
  }

  /**
   * @param above probabilities of the classes in the node above
   */
  private Trees.Node grow(int[] images, int from, int to, int depth, double[] above) {
    int[] counts = new int[classes];
    for (int i = from; i < to; i++) {
      counts[labels[images[i]]]++;
    }
    int size = to - from;
    double[] probabilities = probabilities(counts, above);
    boolean pure = Arrays.stream(counts).anyMatch(count -> count == size);
    if (pure || depth >= settings.depth() || size < 2 * settings.leaf()) {
      return leaf(probabilities);
    }
    findSplit(images, from, to, counts);
    if (bestPixel < 0) {
      return leaf(probabilities);
    }
    int pixel = bestPixel;
    float threshold = (encoded[bestValue][pixel] + encoded[bestNext][pixel]) / 2;
    int middle = part(images, from, to, columns[pixel], bestValue);
    return new Trees.Split(
        pixel,
        threshold,
        grow(images, from, middle, depth + 1, probabilities),
        grow(images, middle, to, depth + 1, probabilities));
  }

  /**
   * Shares of the classes, drawn towards those of the node above as if {@link
   * TreeSettings#shrinkage()} images with its shares had come besides: few images say little, and
   * the larger node around them says more (m-estimates along a branch: Ferri, Flach and
   * Hernández-Orallo 2003, "Improving the AUC of Probabilistic Estimation Trees").
   */
  private double[] probabilities(int[] counts, double[] above) {
    double all = weigh(counts) + settings.shrinkage() + settings.smoothing() * classes;
    double[] probabilities = new double[classes];
    for (int c = 0; c < classes; c++) {
      probabilities[c] =
          (weighted[c] + settings.shrinkage() * above[c] + settings.smoothing()) / all;
    }
    return probabilities;
  }

  private static Trees.Node leaf(double[] probabilities) {
    float[] rounded = new float[probabilities.length];
    for (int c = 0; c < rounded.length; c++) {
      rounded[c] = (float) probabilities[c];
    }
    return new Trees.Leaf(rounded);
  }

  /** Fills {@link #weighted} and returns its sum. */
  private double weigh(int[] counts) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      weighted[c] = weights.length == 0 ? counts[c] : weights[c] * counts[c];
      sum += weighted[c];
    }
    return sum;
  }

  private double purity(int[] counts, int total) {
    if (weights.length == 0) {
      return settings.criterion().purity(counts, total);
    }
    double all = weigh(counts);
    return settings.criterion().purity(weighted, all);
  }

  /** Images whose value is no larger come first; returns where the others begin. */
  private static int part(int[] images, int from, int to, byte[] column, int value) {
    int next = from;
    for (int i = from; i < to; i++) {
      if ((column[images[i]] & 0xff) <= value) {
        int image = images[i];
        images[i] = images[next];
        images[next++] = image;
      }
    }
    return next;
  }

  private void findSplit(int[] images, int from, int to, int[] counts) {
    bestPixel = -1;
    // A split that is no purer than the node helps nobody; rounding is not purity.
    bestGain = purity(counts, to - from) + 1e-9;
    int wanted = Math.min(settings.pixels(), pixels.length);
    boolean all = wanted == pixels.length;
    for (int tried = 0; tried < pixels.length && (tried < wanted || bestPixel < 0); tried++) {
      if (!all) {
        int other = tried + random.nextInt(pixels.length - tried);
        int pixel = pixels[other];
        pixels[other] = pixels[tried];
        pixels[tried] = pixel;
      }
      if (to - from < FEW) {
        trySorted(images, from, to, counts, pixels[tried]);
      } else {
        tryCounted(images, from, to, counts, pixels[tried]);
      }
    }
  }

  private void tryCounted(int[] images, int from, int to, int[] counts, int pixel) {
    byte[] column = columns[pixel];
    Arrays.fill(histogram, 0);
    int least = VALUES;
    int most = -1;
    for (int i = from; i < to; i++) {
      int value = column[images[i]] & 0xff;
      histogram[value * classes + labels[images[i]]]++;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    start(counts);
    int before = 0;
    int last = least;
    for (int value = least; value <= most; value++) {
      int row = value * classes;
      int here = 0;
      for (int c = 0; c < classes; c++) {
        here += histogram[row + c];
      }
      if (here == 0) {
        continue;
      }
      offer(before, to - from - before, pixel, last, value);
      for (int c = 0; c < classes; c++) {
        left[c] += histogram[row + c];
        right[c] -= histogram[row + c];
      }
      before += here;
      last = value;
    }
  }

  private void trySorted(int[] images, int from, int to, int[] counts, int pixel) {
    byte[] column = columns[pixel];
    int size = to - from;
    int ored = 0;
    for (int i = 0; i < size; i++) {
      int image = images[from + i];
      int value = column[image] & 0xff;
      ored |= value;
      sorted[i] = value * classes + labels[image];
    }
    if (ored == 0) {
      return;
    }
    Arrays.sort(sorted, 0, size);
    start(counts);
    int last = sorted[0] / classes;
    for (int i = 0; i < size; i++) {
      int value = sorted[i] / classes;
      if (value != last) {
        offer(i, size - i, pixel, last, value);
        last = value;
      }
      int label = sorted[i] - value * classes;
      left[label]++;
      right[label]--;
    }
  }

  private void start(int[] counts) {
    Arrays.fill(left, 0);
    System.arraycopy(counts, 0, right, 0, classes);
  }

  /** Takes a split if it is the best so far: between one value and the next that there is. */
  private void offer(int before, int after, int pixel, int value, int next) {
    if (before < settings.leaf() || after < settings.leaf()) {
      return;
    }
    double gain = purity(left, before) + purity(right, after);
    if (gain > bestGain) {
      bestGain = gain;
      bestPixel = pixel;
      bestValue = value;
      bestNext = next;
    }
  }
}
