package org.inkstream.model.drift;

import java.util.ArrayList;
import java.util.List;

/** Where an embedding lies among those of the training images. Has scratch memory; one thread. */
final class EmbeddingStatistics {

  private final Projection projection;
  private final Columns columns;
  private final double[] meanAlong;
  private final float[] along;

  EmbeddingStatistics(Projection projection) {
    this.projection = projection;
    this.columns = new Columns(projection.size(), projection.count());
    columns.set(projection);
    this.meanAlong = projection.meanAlong();
    this.along = new float[projection.count()];
  }

  /** Names, in the order of {@link #extract}. */
  static List<String> names(int components) {
    List<String> names = new ArrayList<>();
    for (int k = 1; k <= components; k++) {
      names.add("embedding.component." + k);
    }
    names.add("embedding.mahalanobis");
    return names;
  }

  /** Writes the statistics of one row. */
  void extract(ScoredRows rows, int row, double[] values, int to) {
    columns.take(rows.embeddings(), row * rows.embeddingSize());
    float[] sums = columns.product();
    double distance = 0;
    for (int k = 0; k < along.length; k++) {
      double coordinate = sums[k] - meanAlong[k];
      along[k] = (float) coordinate;
      values[to + k] = coordinate;
      distance += coordinate * coordinate / projection.variances()[k];
    }
    values[to + along.length] = distance;
  }

  /** Coordinates of the last row along the components; shared, and written by the next row. */
  float[] along() {
    return along;
  }
}
