package org.inkstream.trainer.tree;

/**
 * How a tree is grown.
 *
 * @param criterion what makes a split good
 * @param depth most splits on a way down, 1 to {@value #DEEPEST}
 * @param leaf fewest images in a leaf, at least 1
 * @param pixels how many are looked at for a split, at least 1; chosen anew for each
 * @param smoothing added to each class's count in a node, not negative
 * @param shrinkage images that the node above counts as when a node's shares are taken, not
 *     negative
 */
public record TreeSettings(
    Criterion criterion, int depth, int leaf, int pixels, double smoothing, double shrinkage) {

  /** Deeper than trees over images grow. */
  public static final int DEEPEST = 200;

  /** Checks the ranges. */
  public TreeSettings {
    if (depth < 1
        || depth > DEEPEST
        || leaf < 1
        || pixels < 1
        || !(smoothing >= 0 && shrinkage >= 0)) {
      throw new IllegalArgumentException(
          "depth %d, leaf %d, pixels %d, smoothing %s, shrinkage %s"
              .formatted(depth, leaf, pixels, smoothing, shrinkage));
    }
  }
}
