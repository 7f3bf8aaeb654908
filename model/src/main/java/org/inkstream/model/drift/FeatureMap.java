package org.inkstream.model.drift;

import java.util.ArrayList;
import java.util.List;

/**
 * The statistics computed of every scored event of one network: which there are, in which order,
 * and the bases they are computed in. Made from training images, so that the reference images,
 * which are others, are to it as new ones are. Immutable and safe for use by many threads.
 */
public final class FeatureMap {

  /** Identifies the definitions of the statistics and their order. */
  static final String ID = "2";

  static final String PREDICTED_CLASS = "prediction.class";

  private final int width;
  private final int height;
  private final int classes;
  private final Projection input;
  private final Projection embedding;
  private final double bandwidth;
  private final long seed;
  private final List<String> names;
  private final String digest;

  /**
   * @param embedding for networks without embeddings of no size
   * @param bandwidth of the kernel on the embedding's coordinates, positive
   * @param seed of the random features
   */
  FeatureMap(
      int width,
      int height,
      int classes,
      Projection input,
      Projection embedding,
      double bandwidth,
      long seed) {
    this.width = width;
    this.height = height;
    this.classes = classes;
    this.input = input;
    this.embedding = embedding;
    this.bandwidth = bandwidth;
    this.seed = seed;
    List<String> all = new ArrayList<>(InputStatistics.NAMES);
    all.addAll(PredictionStatistics.names(classes));
    all.addAll(EmbeddingStatistics.names(embedding.count()));
    this.names = List.copyOf(all);
    this.digest =
        new ContentDigest()
            .add(ID)
            .add(width)
            .add(height)
            .add(classes)
            .add(input)
            .add(embedding)
            .add(bandwidth)
            .add(seed)
            .value();
  }

  /** Names of the statistics, in order; the group of each comes before its first dot. */
  public List<String> names() {
    return names;
  }

  /** How many statistics there are. */
  public int size() {
    return names.size();
  }

  /** Inner bins of a statistic's profile. */
  int bins(int statistic) {
    return names.get(statistic).equals(PREDICTED_CLASS)
        ? ReferenceStatistic.binsOf(classes)
        : ReferenceStatistic.BINS;
  }

  /** Width of the network's input image. */
  public int width() {
    return width;
  }

  /** Height of the network's input image. */
  public int height() {
    return height;
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** Numbers in one embedding. */
  public int embeddingSize() {
    return embedding.size();
  }

  /** Identifies the map, bases included: 16 hexadecimal digits. */
  public String digest() {
    return digest;
  }

  /** Computes the statistics; for one thread. */
  public FeatureExtractor extractor() {
    return new FeatureExtractor(
        this,
        InputStatistics.of(width, height, input),
        new EmbeddingStatistics(embedding),
        new RandomFeatures(embedding.count(), bandwidth, seed));
  }

  Projection input() {
    return input;
  }

  Projection embedding() {
    return embedding;
  }

  double bandwidth() {
    return bandwidth;
  }

  long seed() {
    return seed;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureMap map && digest.equals(map.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "FeatureMap " + digest + " of " + size() + " statistics";
  }
}
