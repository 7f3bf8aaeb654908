package org.inkstream.trainer.compare;

import java.util.List;
import org.inkstream.trainer.fit.LearntFilters;

/**
 * How a model sees, found with test images of the first fold.
 *
 * @param changedImages how many were shifted and turned
 * @param shifts accuracy by pixels
 * @param turns accuracy by degrees, clockwise
 * @param coveredImages how many were covered
 * @param occlusion for each pixel how much the probability of the truth falls, on average, when a
 *     patch of blank paper covers it; over all images
 * @param occlusionOfClasses the same over the images of each class; of a class without images,
 *     zeros
 * @param permutation for each pixel by how much the cross-entropy rises, in nats, when it has
 *     another image's value; empty but for families that ask single pixels
 * @param filters weights as pictures; none of families that have no such
 */
public record Examined(
    int changedImages,
    List<Changed> shifts,
    List<Changed> turns,
    int coveredImages,
    float[] occlusion,
    List<float[]> occlusionOfClasses,
    float[] permutation,
    List<LearntFilters> filters) {

  /** Copies the lists. */
  public Examined {
    shifts = List.copyOf(shifts);
    turns = List.copyOf(turns);
    occlusionOfClasses = List.copyOf(occlusionOfClasses);
    filters = List.copyOf(filters);
  }
}
