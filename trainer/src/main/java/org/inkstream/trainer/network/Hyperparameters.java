package org.inkstream.trainer.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of a training.
 *
 * @param epochs most passes over the training images, at least 1
 * @param batch images in one step, at least 1
 * @param learningRate the highest of the schedule, above 0
 * @param warmUp share of the steps in which the rate rises, above 0 and below 1
 * @param dropout share of the output layer's inputs that are left out, 0 to below 1
 * @param averaging decay, for each step, of the running mean of the weights that is kept as the
 *     result; 0 to below 1, 0 keeps the weights themselves
 * @param l2 factor of the penalty on squared weights, not negative
 * @param augment whether images are changed a little each time they are seen
 * @param mirror whether images are mirrored, left to right, each time with even odds; for things
 *     that may be seen from either side, which most letters may not
 * @param patience epochs without a lower validation cross-entropy after which to stop, at least 1
 */
public record Hyperparameters(
    int epochs,
    int batch,
    double learningRate,
    double warmUp,
    double dropout,
    double averaging,
    double l2,
    boolean augment,
    boolean mirror,
    int patience) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming every value that is impossible
   */
  public Hyperparameters {
    List<String> problems = new ArrayList<>();
    atLeastOne(problems, "epochs", epochs);
    atLeastOne(problems, "batch", batch);
    atLeastOne(problems, "patience", patience);
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      problems.add("learningRate " + learningRate + " is not a positive number");
    }
    if (!(warmUp > 0 && warmUp < 1)) {
      problems.add("warmUp " + warmUp + " is not between 0 and 1");
    }
    shareBelowOne(problems, "dropout", dropout);
    shareBelowOne(problems, "averaging", averaging);
    if (!(l2 >= 0 && l2 < Double.POSITIVE_INFINITY)) {
      problems.add("l2 " + l2 + " is not a number of 0 or more");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /** The settings by name, as a bundle keeps them. */
  public Map<String, String> asMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("epochs", Integer.toString(epochs));
    map.put("batch", Integer.toString(batch));
    map.put("learningRate", Double.toString(learningRate));
    map.put("warmUp", Double.toString(warmUp));
    map.put("dropout", Double.toString(dropout));
    map.put("averaging", Double.toString(averaging));
    map.put("l2", Double.toString(l2));
    map.put("augment", Boolean.toString(augment));
    map.put("mirror", Boolean.toString(mirror));
    map.put("patience", Integer.toString(patience));
    return map;
  }

  private static void atLeastOne(List<String> problems, String name, int value) {
    if (value < 1) {
      problems.add(name + " " + value + " is less than 1");
    }
  }

  private static void shareBelowOne(List<String> problems, String name, double value) {
    if (!(value >= 0 && value < 1)) {
      problems.add(name + " " + value + " is not 0 or more and below 1");
    }
  }
}
