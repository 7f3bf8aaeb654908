package org.inkstream.model.scorer;

/**
 * Runs a network over batches of encoded images. Owned by one thread; not safe for use by others.
 * Holds native memory until closed.
 */
public interface Scorer extends AutoCloseable {

  /** Numbers in one encoded image. */
  int inputSize();

  /** Number of classes. */
  int classes();

  /** Largest batch that {@link #score} takes. */
  int maxBatch();

  /**
   * Scores the first {@code count} images.
   *
   * @param inputs encoded images, one after another, each of {@link #inputSize()} numbers, row by
   *     row of the image
   * @param count images to score, 0 to {@link #maxBatch()}
   * @param probabilities receives {@code count} rows of {@link #classes()} probabilities, each row
   *     summing to 1
   * @throws IllegalArgumentException if count or the arrays' lengths do not fit
   * @throws IllegalStateException if the scorer or its network is closed
   */
  void score(float[] inputs, int count, float[] probabilities);

  /** Gives the native memory back. Closing twice does nothing. */
  @Override
  void close();
}
