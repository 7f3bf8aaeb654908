package org.inkstream.trainer.fit;

import java.util.List;

/**
 * Weights of a model as pictures, each laid out as the pixels that it weighs.
 *
 * @param what they are, in words for people
 * @param width of each in pixels
 * @param height of each in pixels
 * @param ofClasses whether there is one for each class, in their order
 * @param all how many the model has
 * @param weights those that are shown, row by row, positive where ink speaks for what it stands for
 */
public record LearntFilters(
    String what, int width, int height, boolean ofClasses, int all, List<float[]> weights) {

  /** Checks the sizes. */
  public LearntFilters {
    weights = List.copyOf(weights);
    for (float[] each : weights) {
      if (each.length != width * height) {
        throw new IllegalArgumentException(
            "%d weights for %d x %d pixels".formatted(each.length, width, height));
      }
    }
  }
}
