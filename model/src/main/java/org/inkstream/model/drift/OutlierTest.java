package org.inkstream.model.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.inkstream.model.conformal.OutlierThreshold;

/**
 * Tells images that are unlike the reference images, such as what is no character at all. A part of
 * the reference images says what is usual, the others how unlike it an image may be. Knows nothing
 * of the network. Immutable; safe for use by many threads.
 */
public final class OutlierTest {

  /** One image of so many says what is usual. */
  private static final int PART = 5;

  private final InputDistance distance;
  private final OutlierThreshold threshold;

  OutlierTest(InputDistance distance, OutlierThreshold threshold) {
    this.distance = Objects.requireNonNull(distance, "distance");
    this.threshold = Objects.requireNonNull(threshold, "threshold");
  }

  /**
   * The test by reference images; empty if they are too few to say what is usual.
   *
   * @param images statistics of each, those of the image alone first
   * @param level share of images like them that may be flagged
   */
  static Optional<OutlierTest> of(List<double[]> images, double level) {
    List<double[]> usual = new ArrayList<>();
    List<double[]> others = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      (i % PART == 0 ? usual : others).add(images.get(i));
    }
    if (usual.size() < InputDistance.LEAST) {
      return Optional.empty();
    }
    InputDistance distance = InputDistance.of(usual);
    float[] scores = new float[others.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = distance.of(others.get(i), 0);
    }
    return Optional.of(new OutlierTest(distance, OutlierThreshold.calibrate(scores, level)));
  }

  /** Promised share of images like the reference's that are flagged, between 0 and 1. */
  public double level() {
    return threshold.level();
  }

  /**
   * The conformal p-value of an image: the share of images like the reference's that are as unlike
   * the others as it is.
   *
   * @param inputs what {@link FeatureExtractor#extractInputs} wrote
   * @param from where it wrote it
   * @return above 0, at most 1
   */
  public double pValue(double[] inputs, int from) {
    return threshold.pValue(distance.of(inputs, from));
  }

  /** Whether an image with this p-value is flagged. */
  public boolean flags(double pValue) {
    return threshold.flags(pValue);
  }

  InputDistance distance() {
    return distance;
  }

  OutlierThreshold threshold() {
    return threshold;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OutlierTest that
        && distance.equals(that.distance)
        && threshold.equals(that.threshold);
  }

  @Override
  public int hashCode() {
    return threshold.hashCode();
  }

  @Override
  public String toString() {
    return "OutlierTest by " + distance + ", " + threshold;
  }
}
