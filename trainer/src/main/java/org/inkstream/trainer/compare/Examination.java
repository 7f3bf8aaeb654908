package org.inkstream.trainer.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.Affine;
import org.inkstream.trainer.evaluate.Metrics;
import org.inkstream.trainer.evaluate.Predictions;

/**
 * Finds out how a model sees, by changing what it is shown.
 *
 * @param subject is asked as it is served
 * @param test images that it has not learnt from
 * @param seed of what is exchanged
 * @param checkpoint called between steps; may throw to end it
 */
record Examination(Subject subject, ImageSet test, long seed, Effort effort, Runnable checkpoint) {

  /** Pixels. */
  static final int FARTHEST = 8;

  /** Degrees, to either side. */
  static final int MOST_TURNED = 60;

  private static final int TURN_STEP = 15;

  /** Of the image's shorter side, one part is covered: 5 of 28 pixels. */
  private static final double PATCHES_IN_SIDE = 5.6;

  Examined examine(Candidate candidate) {
    ImageSet changed = Testing.some(test, effort.changedImages());
    ImageSet covered = Testing.some(test, effort.coveredImages());
    List<Changed> shifts = new ArrayList<>();
    for (int pixels = 0; pixels <= FARTHEST; pixels++) {
      shifts.add(new Changed(pixels, accuracy(moved(changed, pixels))));
    }
    List<Changed> turns = new ArrayList<>();
    for (int degrees = -MOST_TURNED; degrees <= MOST_TURNED; degrees += TURN_STEP) {
      Affine turn = Affine.rotation(degrees);
      turns.add(new Changed(degrees, accuracy(each(changed, i -> turn))));
    }
    List<float[]> occlusion = occlusion(covered);
    return new Examined(
        changed.count(),
        shifts,
        turns,
        covered.count(),
        occlusion.get(0),
        occlusion.subList(1, occlusion.size()),
        candidate.recipe().asksSinglePixels() ? permutation(covered) : new float[0],
        candidate.recipe().filters(subject.networkFile(), test.width(), test.height()));
  }

  /** A quarter of the images each way, so that no way counts more than another. */
  private static ImageSet moved(ImageSet images, int pixels) {
    List<Affine> ways =
        List.of(
            Affine.translation(pixels, 0),
            Affine.translation(0, pixels),
            Affine.translation(-pixels, 0),
            Affine.translation(0, -pixels));
    return each(images, i -> ways.get(i % ways.size()));
  }

  private static ImageSet each(ImageSet images, IntFunction<Affine> change) {
    int size = images.width() * images.height();
    byte[] pixels = new byte[images.count() * size];
    for (int i = 0; i < images.count(); i++) {
      byte[] image = change.apply(i).apply(images.image(i), images.width(), images.height());
      System.arraycopy(image, 0, pixels, i * size, size);
    }
    return new ImageSet(images.width(), images.height(), pixels, images.labels());
  }

  private double accuracy(ImageSet images) {
    checkpoint.run();
    return Metrics.accuracy(subject.served(images));
  }

  /**
   * What covering takes away from the probability of the truth (Zeiler and Fergus 2014,
   * "Visualizing and Understanding Convolutional Networks", section 4.2, with blank paper in place
   * of a grey square): for each pixel the mean over the patches that cover it; first over all
   * images, then over those of each class.
   */
  private List<float[]> occlusion(ImageSet images) {
    int width = images.width();
    int height = images.height();
    int side = Math.max(1, (int) Math.round(Math.min(width, height) / PATCHES_IN_SIDE));
    int step = Math.max(1, side / 2);
    Predictions whole = subject.served(images);
    int classes = whole.classes();
    double[][] falls = new double[classes][width * height];
    int[] patches = new int[width * height];
    // From outside the image on, so that its edges are covered as often as its middle.
    for (int top = step - side; top < height; top += step) {
      for (int left = step - side; left < width; left += step) {
        checkpoint.run();
        double[] fall = falls(whole, subject.served(covered(images, left, top, side)));
        for (int y = Math.max(0, top); y < Math.min(height, top + side); y++) {
          for (int x = Math.max(0, left); x < Math.min(width, left + side); x++) {
            patches[y * width + x]++;
            for (int label = 0; label < classes; label++) {
              falls[label][y * width + x] += fall[label];
            }
          }
        }
      }
    }
    int[] ofClass = new int[classes];
    for (int label : images.labels()) {
      ofClass[label]++;
    }
    List<float[]> maps = new ArrayList<>();
    float[] all = new float[width * height];
    maps.add(all);
    for (int label = 0; label < classes; label++) {
      float[] map = new float[width * height];
      for (int pixel = 0; pixel < map.length; pixel++) {
        double fall = falls[label][pixel] / patches[pixel];
        map[pixel] = (float) (fall / Math.max(1, ofClass[label]));
        all[pixel] += (float) (fall / images.count());
      }
      maps.add(map);
    }
    return maps;
  }

  private static ImageSet covered(ImageSet images, int left, int top, int side) {
    int width = images.width();
    int height = images.height();
    byte[] pixels = images.pixels().clone();
    int from = Math.max(0, left);
    int to = Math.min(width, left + side);
    for (int image = 0; image < images.count(); image++) {
      for (int y = Math.max(0, top); y < Math.min(height, top + side); y++) {
        int row = (image * height + y) * width;
        Arrays.fill(pixels, row + from, row + to, (byte) 0);
      }
    }
    return new ImageSet(width, height, pixels, images.labels());
  }

  /** By true class, summed over its images. */
  private static double[] falls(Predictions whole, Predictions covered) {
    double[] falls = new double[whole.classes()];
    for (int i = 0; i < whole.count(); i++) {
      int truth = whole.labels()[i];
      falls[truth] += whole.probability(i, truth) - covered.probability(i, truth);
    }
    return falls;
  }

  /**
   * What it costs when one pixel has another image's value (Breiman 2001, "Random Forests", section
   * 10, measured by the cross-entropy, which sees more than the accuracy does).
   */
  private float[] permutation(ImageSet images) {
    int size = images.width() * images.height();
    double before = Metrics.crossEntropy(subject.served(images));
    int[] order = order(images.count());
    float[] rises = new float[size];
    for (int pixel = 0; pixel < size; pixel++) {
      byte[] pixels = images.pixels().clone();
      boolean changes = false;
      for (int image = 0; image < order.length; image++) {
        byte other = images.pixels()[order[image] * size + pixel];
        changes |= other != pixels[image * size + pixel];
        pixels[image * size + pixel] = other;
      }
      if (changes) {
        checkpoint.run();
        ImageSet exchanged = new ImageSet(images.width(), images.height(), pixels, images.labels());
        rises[pixel] = (float) (Metrics.crossEntropy(subject.served(exchanged)) - before);
      }
    }
    return rises;
  }

  /** One exchange for all pixels: no image keeps its own value, and pixels can be compared. */
  private int[] order(int count) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    Random random = new Random(seed);
    // Sattolo's shuffle, whose result is one cycle.
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i);
      int image = order[i];
      order[i] = order[other];
      order[other] = image;
    }
    return order;
  }
}
