package org.inkstream.model.scorer;

/**
 * Runs a network over batches of encoded images. Owned by one thread; not safe for use by others.
 * Holds native memory until closed.
 */
public interface Scorer extends AutoCloseable {

  /** For who does not want embeddings. */
  float[] NO_EMBEDDINGS = {};

  /** Numbers in one encoded image. */
  int inputSize();

  /** Number of classes. */
  int classes();

  /** Largest batch that {@link #score} takes. */
  int maxBatch();

  /**
   * Numbers in one embedding: what the network's last layer gets as its input, in an order of the
   * scorer's own. For a network with no hidden layer, and for trees and kernel machines, that is
   * the encoded image.
   */
  int embeddingSize();

  /**
   * {@link #score(float[], int, float[], float[])} without the embeddings.
   *
   * @throws IllegalArgumentException if count or the arrays' lengths do not fit
   * @throws IllegalStateException if the scorer or its network is closed
   */
  default void score(float[] inputs, int count, float[] probabilities) {
    score(inputs, count, probabilities, NO_EMBEDDINGS);
  }

  /**
   * Scores the first {@code count} images. What an image gets does not depend on the others of its
   * batch, nor on how many there are; a scorer of this module for a compiled network gives the same
   * bits.
   *
   * @param inputs encoded images, one after another, each of {@link #inputSize()} numbers, row by
   *     row of the image
   * @param count images to score, 0 to {@link #maxBatch()}
   * @param probabilities receives {@code count} rows of {@link #classes()} probabilities, each row
   *     summing to 1
   * @param embeddings receives {@code count} rows of {@link #embeddingSize()} numbers, from the
   *     same pass; not wanted if empty
   * @throws IllegalArgumentException if count or the arrays' lengths do not fit
   * @throws IllegalStateException if the scorer or its network is closed
   */
  void score(float[] inputs, int count, float[] probabilities, float[] embeddings);

  /** Gives the native memory back. Closing twice does nothing. */
  @Override
  void close();
}
