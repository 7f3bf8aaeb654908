package org.inkstream.model.corruption;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** A corruption of the picture alone: it does not look at the label and loses no image. */
sealed interface Change extends Corruption
    permits Blur,
        Brightness,
        CannyEdges,
        DottedLine,
        Fog,
        GaussianShift,
        GlassBlur,
        ImageShift,
        ImpulseNoise,
        Inversion,
        MotionBlur,
        Noise,
        Rotation,
        Scaling,
        Shear,
        ShotNoise,
        Spatter,
        Stripe,
        Translation,
        Zigzag {

  @Override
  default Optional<byte[]> apply(
      byte[] pixels, int width, int height, int label, RandomGenerator random) {
    return Optional.of(apply(pixels, width, height, random));
  }

  /**
   * The changed image, of the same size.
   *
   * @param pixels unsigned bytes, width x height, row by row; left as they are
   */
  byte[] apply(byte[] pixels, int width, int height, RandomGenerator random);
}
