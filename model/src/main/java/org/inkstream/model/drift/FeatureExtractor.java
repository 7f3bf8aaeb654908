package org.inkstream.model.drift;

/** Computes the statistics of a {@link FeatureMap}. Has scratch memory; for one thread. */
public final class FeatureExtractor {

  /** Statistics of an image alone. */
  public static final int INPUTS = 9;

  private final FeatureMap map;
  private final InputStatistics input;
  private final EmbeddingStatistics embedding;
  private final RandomFeatures random;
  private final double[] values;

  FeatureExtractor(
      FeatureMap map, InputStatistics input, EmbeddingStatistics embedding, RandomFeatures random) {
    this.map = map;
    this.input = input;
    this.embedding = embedding;
    this.random = random;
    this.values = new double[map.size()];
  }

  /** The statistics that are computed. */
  public FeatureMap map() {
    return map;
  }

  /**
   * The statistics of one row.
   *
   * @return one for each of the map, in its order; the array is used again for the next row
   * @throws IllegalArgumentException if the batch is not one of the map's network
   */
  public double[] extract(ScoredRows rows, int row) {
    check(rows);
    input.extract(rows, row, values, 0);
    return extractRest(rows, row);
  }

  /**
   * The same, of a row whose image was looked at before.
   *
   * @param inputs what {@link #extractInputs} wrote
   * @param from where it wrote it
   */
  public double[] extract(ScoredRows rows, int row, double[] inputs, int from) {
    check(rows);
    System.arraycopy(inputs, from, values, 0, INPUTS);
    return extractRest(rows, row);
  }

  /**
   * Writes the statistics of a row's image alone, {@value #INPUTS} of them: all that can be taken
   * before the row is scored.
   *
   * @throws IllegalArgumentException if the batch is not one of the map's network
   */
  public void extractInputs(ScoredRows rows, int row, double[] to, int from) {
    check(rows);
    input.extract(rows, row, to, from);
  }

  private double[] extractRest(ScoredRows rows, int row) {
    int classes = map.classes();
    int next = INPUTS;
    PredictionStatistics.extract(rows, row, values, next);
    next += classes + PredictionStatistics.BESIDES;
    embedding.extract(rows, row, values, next);
    return values;
  }

  /** Adds the random features of the row extracted last. */
  void addRandomFeatures(float[] sums) {
    random.addTo(sums, embedding.along());
  }

  private void check(ScoredRows rows) {
    if (rows.inputSize() != map.width() * map.height()
        || rows.classes() != map.classes()
        || rows.embeddingSize() != map.embeddingSize()) {
      throw new IllegalArgumentException(
          "rows of %d inputs, %d classes, %d embeddings for a map of %d, %d, %d"
              .formatted(
                  rows.inputSize(),
                  rows.classes(),
                  rows.embeddingSize(),
                  map.width() * map.height(),
                  map.classes(),
                  map.embeddingSize()));
    }
  }
}
