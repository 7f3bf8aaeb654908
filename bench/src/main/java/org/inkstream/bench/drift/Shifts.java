package org.inkstream.bench.drift;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.inkstream.model.corruption.Corruption;
import org.inkstream.model.corruption.Fgsm;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.scorer.InputGradient;

/** The ten shifts of "Failing Loudly", each at a share of the images. */
final class Shifts {

  static final String ADVERSARIAL = "adversarial";

  /** By how many gray levels each pixel of an adversarial image moves: a tenth of full ink. */
  static final double EPSILON = 25.5;

  private static final Random NO_CHANCE = new Random(0);

  private static final int AT_ONCE = 100;

  private Shifts() {}

  /** Nine of them by name; the tenth is {@link #ADVERSARIAL}. */
  static Map<String, List<Corruption>> at(double share) {
    return Corruption.failingLoudly(share);
  }

  /** The names of all ten. */
  static List<String> names() {
    List<String> names = new ArrayList<>(at(1).keySet());
    names.add(ADVERSARIAL);
    return names;
  }

  /**
   * Every image, changed by the fast gradient sign method (Goodfellow et al. 2015).
   *
   * @param network as ModelSerializer wrote it
   */
  static List<byte[]> adversarial(byte[] network, HeldOut heldOut) throws IOException {
    ImageSet images = heldOut.images();
    Preprocessing preprocessing = heldOut.model().encoder().preprocessing();
    int size = preprocessing.inputSize();
    List<byte[]> changed = new ArrayList<>();
    try (InputGradient gradient =
        InputGradient.load(network, preprocessing.width(), preprocessing.height())) {
      float[] inputs = new float[AT_ONCE * size];
      float[] slopes = new float[AT_ONCE * size];
      for (int from = 0; from < images.count(); from += AT_ONCE) {
        int count = Math.min(AT_ONCE, images.count() - from);
        int first = from;
        int[] labels = IntStream.range(0, count).map(i -> images.label(first + i)).toArray();
        for (int i = 0; i < count; i++) {
          heldOut
              .model()
              .encoder()
              .encode(images.image(from + i), images.width(), images.height(), inputs, i * size);
        }
        gradient.compute(inputs, count, labels, slopes);
        for (int i = 0; i < count; i++) {
          changed.add(moved(images, from + i, slopes, i * size));
        }
      }
    }
    return changed;
  }

  private static byte[] moved(ImageSet images, int index, float[] slopes, int from) {
    float[] slope = Arrays.copyOfRange(slopes, from, from + images.width() * images.height());
    return new Fgsm(EPSILON, (pixels, width, height, label) -> slope)
        .apply(images.image(index), images.width(), images.height(), images.label(index), NO_CHANCE)
        .orElseThrow();
  }
}
