package org.inkstream.trainer.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.inkstream.model.dataset.DataSet;

/**
 * A finished comparison.
 *
 * @param labels names of the classes
 * @param width of the images in pixels
 * @param height of the images in pixels
 * @param identity everything the results depend on, by name
 * @param folds how many parts were the test part once
 * @param families in the order in which they were asked for, all tested with the same images
 */
public record Compared(
    List<String> labels,
    int width,
    int height,
    Map<String, String> identity,
    int folds,
    List<FamilyResult> families) {

  /** Checks that the families can be compared image by image. */
  public Compared {
    labels = List.copyOf(labels);
    families = List.copyOf(families);
    int[] tested = families.get(0).labels();
    if (!families.stream().allMatch(family -> Arrays.equals(family.labels(), tested))) {
      throw new IllegalArgumentException("families were tested with different images");
    }
  }

  static Compared of(ComparisonPlan plan, DataSet data, List<FamilyResult> families) {
    return new Compared(
        data.labels(),
        data.train().width(),
        data.train().height(),
        plan.identity(data),
        plan.folds(),
        families);
  }

  /** Images that every family was tested with. */
  public int images() {
    return families.get(0).labels().length;
  }

  /** Every pair of families; empty if there is but one. */
  public List<Significance.Pair> pairs() {
    return Significance.pairs(
        families.get(0).labels(), families.stream().map(FamilyResult::predicted).toList());
  }
}
