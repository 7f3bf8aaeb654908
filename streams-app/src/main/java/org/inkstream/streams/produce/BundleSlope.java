package org.inkstream.streams.produce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.corruption.Fgsm;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.scorer.InputGradient;

/** The slope of the loss of a bundle's network, for images of the network's own size. */
final class BundleSlope implements Fgsm.Slope, AutoCloseable {

  private static final long MOST_BYTES = 1L << 30;

  private final InputGradient gradient;
  private final ImageEncoder encoder;

  private BundleSlope(InputGradient gradient, ImageEncoder encoder) {
    this.gradient = gradient;
    this.encoder = encoder;
  }

  /**
   * The slope of the network in a file.
   *
   * @param images whose size and classes it must know
   * @throws CommandFailure in one line, if there is no sound bundle or it is not for these images
   */
  static BundleSlope open(Path file, ImageSet images) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
        throw failure(file, "larger than any bundle", null);
      }
      Bundle bundle = BundleFile.read(Files.readAllBytes(file));
      require(file, bundle.manifest(), images);
      Preprocessing preprocessing = bundle.manifest().preprocessing();
      InputGradient gradient =
          InputGradient.load(bundle.network(), preprocessing.width(), preprocessing.height());
      return new BundleSlope(gradient, new ImageEncoder(preprocessing));
    } catch (RefusedException e) {
      throw failure(file, e.reason() + ": " + e.getMessage(), e);
    } catch (IOException e) {
      boolean missing = !Files.exists(file);
      throw failure(file, missing ? "no such file" : e.getMessage(), e);
    }
  }

  private static CommandFailure failure(Path file, String why, Exception cause) {
    return new CommandFailure("--against: cannot use " + file + ": " + why, cause);
  }

  private static void require(Path file, Manifest manifest, ImageSet images) {
    Preprocessing field = manifest.preprocessing();
    if (images.width() != field.width() || images.height() != field.height()) {
      throw failure(
          file,
          "its network sees %d x %d pixels, the images have %d x %d"
              .formatted(field.width(), field.height(), images.width(), images.height()),
          null);
    }
    int classes = manifest.labels().size();
    if (images.classes() > classes) {
      throw failure(
          file,
          "its network knows %d classes, the images have label %d"
              .formatted(classes, images.classes() - 1),
          null);
    }
  }

  @Override
  public float[] at(byte[] pixels, int width, int height, int label) {
    float[] slope = new float[gradient.inputSize()];
    float[] input = new float[gradient.inputSize()];
    encoder.encode(pixels, width, height, input, 0);
    gradient.compute(input, 1, new int[] {label}, slope);
    if (encoder.preprocessing().scale() < 0) {
      // More ink is a smaller number.
      for (int i = 0; i < slope.length; i++) {
        slope[i] = -slope[i];
      }
    }
    return slope;
  }

  @Override
  public void close() {
    gradient.close();
  }
}
