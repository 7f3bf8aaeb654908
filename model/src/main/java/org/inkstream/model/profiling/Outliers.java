package org.inkstream.model.profiling;

import java.util.OptionalDouble;
import org.inkstream.model.drift.FeatureExtractor;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.drift.OutlierTest;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;

/** Puts image sets through a profile's outlier test, as serving does. */
public final class Outliers {

  private Outliers() {}

  /**
   * The p-value of each image.
   *
   * @param test of the profile
   * @param encoder of the profile's network
   */
  public static double[] pValues(
      OutlierTest test, ReferenceProfile profile, ImageEncoder encoder, ImageSet images) {
    FeatureMap map = profile.featureMap();
    FeatureExtractor extractor = map.extractor();
    float[] input = new float[encoder.preprocessing().inputSize()];
    // The test looks at the image alone, so that there need be no answers.
    ScoredRows row =
        Profiles.view(
            encoder.preprocessing(),
            input,
            new float[0],
            map.classes(),
            new float[0],
            map.embeddingSize());
    double[] statistics = new double[FeatureExtractor.INPUTS];
    double[] pValues = new double[images.count()];
    for (int i = 0; i < pValues.length; i++) {
      encoder.encode(images.image(i), images.width(), images.height(), input, 0);
      extractor.extractInputs(row, 0, statistics, 0);
      pValues[i] = test.pValue(statistics, 0);
    }
    return pValues;
  }

  /** The share of images that are flagged, 0 to 1; empty if the profile has no outlier test. */
  public static OptionalDouble share(
      ReferenceProfile profile, ImageEncoder encoder, ImageSet images) {
    if (profile.outlierTest().isEmpty()) {
      return OptionalDouble.empty();
    }
    OutlierTest test = profile.outlierTest().get();
    long flagged = 0;
    for (double pValue : pValues(test, profile, encoder, images)) {
      flagged += test.flags(pValue) ? 1 : 0;
    }
    return OptionalDouble.of((double) flagged / images.count());
  }
}
