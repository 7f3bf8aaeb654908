package org.inkstream.model.drift;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A feature map as part of a profile's JSON. */
final class FeatureMapJson {

  private static final int LARGEST_SIDE = 2048;

  private FeatureMapJson() {}

  static void write(FeatureMap map, ObjectNode node) {
    node.put("id", FeatureMap.ID);
    node.put("digest", map.digest());
    node.put("width", map.width());
    node.put("height", map.height());
    write(map.input(), node.putObject("input"));
    write(map.embedding(), node.putObject("embedding"));
    node.put("bandwidth", map.bandwidth());
    node.put("seed", Long.toString(map.seed()));
  }

  /** Adds what is wrong to the fields' problems; only if there is nothing is the map usable. */
  static FeatureMap read(CheckedFields fields, int classes) {
    String id = fields.text("id");
    if (!id.isEmpty() && !id.equals(FeatureMap.ID)) {
      fields.problem("id", "'" + id + "' is not known, known is " + FeatureMap.ID);
    }
    int width = side(fields, "width");
    int height = side(fields, "height");
    Projection input = projection(fields.object("input"), (long) width * height);
    Projection embedding = projection(fields.object("embedding"), -1);
    double bandwidth = fields.number("bandwidth");
    if (!(bandwidth > 0)) {
      fields.problem("bandwidth", "is not positive");
    }
    long seed = 0;
    try {
      seed = Long.parseLong(fields.text("seed"));
    } catch (NumberFormatException e) {
      fields.problem("seed", "is not a whole number");
    }
    FeatureMap map = new FeatureMap(width, height, classes, input, embedding, bandwidth, seed);
    String digest = fields.text("digest");
    // Of content that is wrong already it need not be said again.
    if (fields.sound() && !digest.equals(map.digest())) {
      fields.problem("digest", "is not that of the content, " + map.digest());
    }
    return map;
  }

  private static int side(CheckedFields fields, String name) {
    long side = fields.count(name);
    if (side < 1 || side > LARGEST_SIDE) {
      fields.problem(name, "is not 1 to " + LARGEST_SIDE);
      return 1;
    }
    return (int) side;
  }

  private static void write(Projection projection, ObjectNode node) {
    node.put("size", projection.size());
    node.put("mean", PackedNumbers.of(projection.mean()));
    node.put("components", PackedNumbers.of(projection.components()));
    for (double variance : projection.variances()) {
      node.withArray("variances").add(variance);
    }
    if (projection.count() == 0) {
      node.putArray("variances");
    }
  }

  private static Projection projection(CheckedFields fields, long expected) {
    long size = fields.count("size");
    if (expected >= 0 && size != expected) {
      fields.problem("size", "is " + size + " instead of " + expected);
    }
    double[] variances = fields.numberArray("variances");
    for (double variance : variances) {
      if (!(variance > 0)) {
        fields.problem("variances", "are not all positive");
      }
    }
    float[] mean = PackedNumbers.floats(fields, "mean", size);
    float[] components = PackedNumbers.floats(fields, "components", size * variances.length);
    return components.length == mean.length * variances.length
        ? new Projection(mean, components, variances)
        : new Projection(new float[0], new float[0], new double[0]);
  }
}
