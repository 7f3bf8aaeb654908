package org.inkstream.model.corruption;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A sensor counts few photons: each pixel is drawn from a Poisson distribution whose mean is its
 * ink. What exceeds full ink is cut, and where there is no ink none comes.
 *
 * @param photons mean count at full ink, at most 500; the fewer, the noisier
 */
record ShotNoise(double photons) implements Change {

  @Override
  public byte[] apply(byte[] pixels, int width, int height, RandomGenerator random) {
    double[][] cumulative = new double[256][];
    byte[] noisy = new byte[pixels.length];
    for (int i = 0; i < noisy.length; i++) {
      int level = pixels[i] & 0xff;
      if (cumulative[level] == null) {
        cumulative[level] = cumulative(photons * level / 255);
      }
      noisy[i] = Plane.pixel(255 / photons * count(cumulative[level], random.nextDouble()));
    }
    return noisy;
  }

  /** The smallest count whose cumulative probability exceeds a number. */
  private static int count(double[] cumulative, double evenly) {
    int found = Arrays.binarySearch(cumulative, evenly);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Probability of at most k photons, for every count that is less than full ink. */
  private double[] cumulative(double mean) {
    double[] cumulative = new double[(int) Math.ceil(photons)];
    double probability = StrictMath.exp(-mean);
    double sum = 0;
    for (int k = 0; k < cumulative.length; k++) {
      sum += probability;
      cumulative[k] = sum;
      probability *= mean / (k + 1);
    }
    return cumulative;
  }

  @Override
  public String toString() {
    return "shot-noise:" + Amounts.text(photons);
  }
}
