package org.inkstream.model.bundle;

import java.util.Objects;
import org.inkstream.model.image.ImageEncoder;

/**
 * A real image with the answer the network must give, computed by the trainer on the slow path.
 *
 * @param width width of the image in pixels
 * @param height height of the image in pixels
 * @param pixels width x height gray values, at most {@link ImageEncoder#MAX_PIXELS}, row by row; 0
 *     is background
 * @param label the true class
 * @param probabilities expected calibrated probability of each class
 */
public record GoldenRow(int width, int height, byte[] pixels, int label, float[] probabilities) {

  /** Checks and copies. */
  public GoldenRow {
    Objects.requireNonNull(pixels, "pixels");
    Objects.requireNonNull(probabilities, "probabilities");
    if (width < 1
        || height < 1
        || (long) width * height != pixels.length
        || pixels.length > ImageEncoder.MAX_PIXELS) {
      throw new IllegalArgumentException(
          "golden row of " + width + " x " + height + " with " + pixels.length + " pixels");
    }
    if (label < 0 || label >= probabilities.length) {
      throw new IllegalArgumentException(
          "golden row of class " + label + " with " + probabilities.length + " probabilities");
    }
    pixels = pixels.clone();
    probabilities = probabilities.clone();
  }

  @Override
  public byte[] pixels() {
    return pixels.clone();
  }

  @Override
  public float[] probabilities() {
    return probabilities.clone();
  }
}
