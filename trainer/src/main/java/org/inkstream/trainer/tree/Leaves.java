package org.inkstream.trainer.tree;

import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.plain.Trees;

/** Makes a tree's leaves as sure of their answers as they are right. Pure functions. */
final class Leaves {

  private Leaves() {}

  /**
   * The same tree with the same answers, each leaf's confidence corrected by what became of
   * held-out images, and its other probabilities in proportion.
   *
   * <p>A tree is grown over images that it then knows by heart, so that its leaves are too sure,
   * the smaller ones more than the large. One temperature for all probabilities cannot mend that:
   * it has to make room for the classes that a leaf gives next to nothing, and so makes sure leaves
   * less sure than they are right.
   *
   * @param images that the tree was not grown over, at least one
   * @param encoder to the tree's input
   */
  static Trees.Node calibrated(Trees.Node root, ImageSet images, ImageEncoder encoder) {
    float[] encoded = new float[encoder.preprocessing().inputSize()];
    double[] confidences = new double[images.count()];
    boolean[] right = new boolean[images.count()];
    for (int i = 0; i < images.count(); i++) {
      encoder.encode(images.image(i), images.width(), images.height(), encoded, 0);
      float[] probabilities = leaf(root, encoded).probabilities();
      int answer = largest(probabilities);
      confidences[i] = probabilities[answer];
      right[i] = answer == images.label(i);
    }
    return calibrated(root, BetaCalibration.fit(confidences, right));
  }

  private static Trees.Leaf leaf(Trees.Node root, float[] encoded) {
    Trees.Node node = root;
    while (node instanceof Trees.Split split) {
      node = encoded[split.pixel()] <= split.threshold() ? split.left() : split.right();
    }
    return (Trees.Leaf) node;
  }

  private static Trees.Node calibrated(Trees.Node node, BetaCalibration calibration) {
    if (node instanceof Trees.Split split) {
      return new Trees.Split(
          split.pixel(),
          split.threshold(),
          calibrated(split.left(), calibration),
          calibrated(split.right(), calibration));
    }
    float[] probabilities = ((Trees.Leaf) node).probabilities().clone();
    int answer = largest(probabilities);
    double others = 0;
    double next = 0;
    for (int c = 0; c < probabilities.length; c++) {
      if (c != answer) {
        others += probabilities[c];
        next = Math.max(next, probabilities[c]);
      }
    }
    if (others == 0) {
      return node;
    }
    // Below this, the next class would be the answer.
    double least = next / (others + next);
    double confidence = Math.max(calibration.of(probabilities[answer]), least);
    for (int c = 0; c < probabilities.length; c++) {
      double share = c == answer ? confidence : (1 - confidence) * probabilities[c] / others;
      probabilities[c] = (float) share;
    }
    return new Trees.Leaf(probabilities);
  }

  /** The first of equals. */
  private static int largest(float[] probabilities) {
    int largest = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[largest]) {
        largest = c;
      }
    }
    return largest;
  }
}
