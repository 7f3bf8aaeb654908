package org.inkstream.trainer.compare;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much is looked at. More images make finer curves and maps and take longer.
 *
 * @param trainImages most images that a model learns from
 * @param curveSteps smaller training sets that are tried, each a quarter of the one before
 * @param changedImages most test images that are shifted and turned
 * @param coveredImages most test images of which patches are covered or pixels exchanged
 */
public record Effort(int trainImages, int curveSteps, int changedImages, int coveredImages) {

  /** For results that are to be relied on. */
  public static final Effort THOROUGH = new Effort(Integer.MAX_VALUE, 4, 2_000, 500);

  /** For a look. */
  public static final Effort QUICK = new Effort(3_000, 2, 500, 100);

  /** Checks that there is something to look at. */
  public Effort {
    if (trainImages < 1 || curveSteps < 0 || changedImages < 1 || coveredImages < 1) {
      throw new IllegalArgumentException(
          "%d, %d, %d, %d".formatted(trainImages, curveSteps, changedImages, coveredImages));
    }
  }

  /** The same with another limit. */
  public Effort withTrainImages(int most) {
    return new Effort(most, curveSteps, changedImages, coveredImages);
  }

  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "trainImages", trainImages == Integer.MAX_VALUE ? "all" : Integer.toString(trainImages));
    settings.put("curveSteps", Integer.toString(curveSteps));
    settings.put("changedImages", Integer.toString(changedImages));
    settings.put("coveredImages", Integer.toString(coveredImages));
    return settings;
  }
}
