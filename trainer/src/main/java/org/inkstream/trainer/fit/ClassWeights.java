package org.inkstream.trainer.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inkstream.model.idx.ImageSet;

/**
 * How much the images of each class count in learning, for sets whose classes are not equally
 * large. Weights are brought to a mean of 1 over the training images, so that the learning rate
 * means the same with them and without. Immutable.
 */
public final class ClassWeights {

  /** All images count alike. */
  public static final ClassWeights NONE = new ClassWeights("none", Map.of());

  /** Every class counts alike, however many images it has: an image counts 1 / images of it. */
  public static final ClassWeights BALANCED = new ClassWeights("balanced", Map.of());

  private final String name;
  private final Map<String, Double> given;

  private ClassWeights(String name, Map<String, Double> given) {
    this.name = name;
    this.given = given;
  }

  /**
   * Weights by the names of classes.
   *
   * @param weights each above 0 and finite
   * @throws IllegalArgumentException if one is not
   */
  public static ClassWeights of(Map<String, Double> weights) {
    weights.forEach(
        (label, weight) -> {
          if (!(weight > 0) || weight.isInfinite()) {
            throw new IllegalArgumentException(
                "the weight of '" + label + "' is " + weight + ", not a positive number");
          }
        });
    return new ClassWeights("given", new TreeMap<>(weights));
  }

  /**
   * The factor of each class.
   *
   * @param labels names of the classes
   * @return empty if all images count alike
   * @throws IllegalArgumentException if weights were given by name, and not one for each class
   */
  public double[] of(ImageSet train, List<String> labels) {
    if (this == NONE) {
      return new double[0];
    }
    double[] images = new double[labels.size()];
    for (int label : train.labels()) {
      images[label]++;
    }
    double[] weights = new double[images.length];
    if (this == BALANCED) {
      // A class that the training part has no image of weighs nothing anywhere.
      Arrays.setAll(weights, label -> 1 / Math.max(1, images[label]));
    } else {
      check(labels);
      Arrays.setAll(weights, label -> given.get(labels.get(label)));
    }
    double sum = 0;
    for (int label = 0; label < weights.length; label++) {
      sum += weights[label] * images[label];
    }
    double mean = sum / train.count();
    return Arrays.stream(weights).map(weight -> weight / mean).toArray();
  }

  /**
   * Looks whether weights that were given by name are those of these classes.
   *
   * @throws IllegalArgumentException if a class has no weight, or what is no class has one
   */
  public void check(List<String> labels) {
    if (given.isEmpty()) {
      return;
    }
    Set<String> missing = new TreeSet<>(labels);
    missing.removeAll(given.keySet());
    Set<String> unknown = new TreeSet<>(given.keySet());
    labels.forEach(unknown::remove);
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalArgumentException(
          missing.isEmpty()
              ? "a class weight is given for " + unknown + ", which is no class"
              : "no class weight is given for " + missing);
    }
  }

  /** The word for it, and given weights by class. */
  @Override
  public String toString() {
    return given.isEmpty() ? name : given.toString();
  }
}
