package org.inkstream.model.scorer;

/**
 * The weights of one network in native memory, or of a plain model on the heap, shared by the
 * scorers made from it. Safe for use by many threads; close it after its scorers.
 */
public interface Network extends AutoCloseable {

  /** Numbers in one encoded image. */
  int inputSize();

  /** Number of classes. */
  int classes();

  /** Number of trained weights. */
  long parameters();

  /**
   * Native memory held by the weights and by the scorers that are open, in bytes; of a plain model,
   * the heap that it takes, because there is but one bound for both.
   */
  long nativeBytes();

  /**
   * A scorer of its own memory for one thread.
   *
   * @param maxBatch largest batch, at least 1
   * @throws IllegalArgumentException if it is less
   * @throws IllegalStateException if the network is closed
   */
  Scorer newScorer(int maxBatch);

  /** Gives the native memory back. Closing twice does nothing. */
  @Override
  void close();
}
