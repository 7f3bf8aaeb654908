package org.inkstream.model.bundle;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inkstream.model.image.Preprocessing;

/**
 * What a bundle says of itself.
 *
 * @param format version of the bundle's form, {@link #FORMAT} when written by this release
 * @param version unique, sorts by creation
 * @param family kind of model, such as cnn
 * @param createdAt when training ended, ISO-8601 in UTC
 * @param preprocessing how an image becomes the network's input
 * @param labels class names in the order of the network's outputs, at least two
 * @param parameters number of trained weights
 * @param seed what every random choice of the training was made from
 * @param dataDigest SHA-256 of the training data, hexadecimal
 * @param hyperparameters settings of the training and of the reference profile, by name
 * @param libraries versions of the libraries that trained it, by name
 * @param metrics what the trainer measured, by name
 * @param temperature divides the logits before the softmax; 1 leaves them as they are
 * @param goldenFloor share of golden rows that must be classified correctly, 0 to 1
 * @param parts SHA-256 of every other part of the bundle, by name
 */
public record Manifest(
    int format,
    String version,
    String family,
    String createdAt,
    Preprocessing preprocessing,
    List<String> labels,
    long parameters,
    long seed,
    String dataDigest,
    Map<String, String> hyperparameters,
    Map<String, String> libraries,
    Map<String, Double> metrics,
    double temperature,
    double goldenFloor,
    Map<String, String> parts) {

  /** The form this release writes and reads. */
  public static final int FORMAT = 1;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException naming everything that is missing or impossible
   */
  public Manifest {
    List<String> problems = new ArrayList<>();
    if (version == null || !version.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      problems.add("version '" + version + "' is not 1 to 100 letters, digits, '.', '_' or '-'");
    }
    if (family == null || family.isBlank()) {
      problems.add("family is missing");
    }
    if (!isInstant(createdAt)) {
      problems.add("createdAt '" + createdAt + "' is not an ISO-8601 instant");
    }
    if (preprocessing == null) {
      problems.add("preprocessing is missing");
    }
    if (labels == null || labels.size() < 2) {
      problems.add("labels has fewer than two names");
    }
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      problems.add("temperature " + temperature + " is not a positive number");
    }
    if (!(goldenFloor >= 0 && goldenFloor <= 1)) {
      problems.add("goldenFloor " + goldenFloor + " is not between 0 and 1");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    labels = List.copyOf(labels);
    hyperparameters = sorted(hyperparameters);
    libraries = sorted(libraries);
    metrics = sorted(metrics);
    parts = sorted(parts);
  }

  /** This manifest with other measures. */
  public Manifest withMetrics(Map<String, Double> measured) {
    return with(version, hyperparameters, measured, parts);
  }

  /** This manifest for another version of the same network, made by other settings. */
  public Manifest withVersion(String other, Map<String, String> settings) {
    return with(other, settings, metrics, parts);
  }

  /** This manifest with other parts. */
  Manifest withParts(Map<String, String> digests) {
    return with(version, hyperparameters, metrics, digests);
  }

  private Manifest with(
      String newVersion,
      Map<String, String> newHyperparameters,
      Map<String, Double> newMetrics,
      Map<String, String> newParts) {
    return new Manifest(
        format,
        newVersion,
        family,
        createdAt,
        preprocessing,
        labels,
        parameters,
        seed,
        dataDigest,
        newHyperparameters,
        libraries,
        newMetrics,
        temperature,
        goldenFloor,
        newParts);
  }

  private static boolean isInstant(String text) {
    try {
      return text != null && Instant.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** Sorted, so that the same manifest always has the same bytes. */
  private static <V> Map<String, V> sorted(Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
