package org.inkstream.trainer.fit;

import java.util.List;
import java.util.Map;

/** A family of models with its settings: knows how to fit one. Immutable. */
public interface Recipe {

  /** The family's word on the command line and in a bundle. */
  String family();

  /** Everything about it that the result depends on, by name. */
  Map<String, String> settings();

  /**
   * Looks whether there can be such a model; of images of any size, unless a family says otherwise.
   *
   * @throws IllegalArgumentException if the images are too small, or there is nothing to tell apart
   */
  default void check(int width, int height, int classes) {
    if (classes < 2) {
      throw new IllegalArgumentException("at least two classes are needed, found " + classes);
    }
  }

  /**
   * Looks whether learning can go on from a model.
   *
   * @param file of a bundle that the gate passed
   * @throws IllegalArgumentException if it cannot
   */
  default void checkBefore(byte[] file) {
    throw new IllegalArgumentException("the family " + family() + " cannot go on learning");
  }

  /**
   * Sets of weights that can be looked at as pictures; none if a model of this family has no such.
   *
   * @param file of a model that this recipe has fitted and the gate has passed
   * @param width of its images in pixels
   * @param height of its images in pixels
   */
  default List<LearntFilters> filters(byte[] file, int width, int height) {
    return List.of();
  }

  /**
   * Whether its models ask one pixel after another, so that a pixel's part in their answers shows
   * when that pixel alone has another image's value. Where a stroke is seen as a whole it does not.
   */
  default boolean asksSinglePixels() {
    return false;
  }

  /**
   * Fits a model.
   *
   * @throws DivergedException if the loss is no longer a number
   * @throws java.util.concurrent.CancellationException if stopped
   */
  Fitted fit(Fitting task);
}
