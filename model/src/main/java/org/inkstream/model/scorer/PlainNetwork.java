package org.inkstream.model.scorer;

import java.util.concurrent.atomic.AtomicLong;
import org.inkstream.model.plain.PlainModel;

/** A plain model as a network: of the heap, image by image. */
final class PlainNetwork implements Network {

  private final PlainModel model;
  private final boolean slowly;
  private final AtomicLong scorerBytes = new AtomicLong();
  private volatile boolean closed;

  /**
   * @param slowly whether to compute in double precision, as a comparison
   */
  PlainNetwork(PlainModel model, boolean slowly) {
    this.model = model;
    this.slowly = slowly;
  }

  @Override
  public int inputSize() {
    return model.inputSize();
  }

  @Override
  public int classes() {
    return model.classes();
  }

  @Override
  public long parameters() {
    return model.parameters();
  }

  @Override
  public long nativeBytes() {
    return (closed ? 0 : model.bytes()) + scorerBytes.get();
  }

  @Override
  public Scorer newScorer(int maxBatch) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch " + maxBatch + " is less than 1");
    }
    requireOpen();
    return new PlainScorer(maxBatch);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the network is closed");
    }
  }

  private final class PlainScorer implements Scorer {

    private final int maxBatch;
    private final float[] scratch = new float[model.scratchSize()];
    private boolean closed;

    PlainScorer(int maxBatch) {
      this.maxBatch = maxBatch;
      scorerBytes.addAndGet((long) scratch.length * Float.BYTES);
    }

    @Override
    public int inputSize() {
      return model.inputSize();
    }

    @Override
    public int classes() {
      return model.classes();
    }

    @Override
    public int maxBatch() {
      return maxBatch;
    }

    @Override
    public int embeddingSize() {
      return model.embeddingSize();
    }

    @Override
    public void score(float[] inputs, int count, float[] probabilities, float[] embeddings) {
      if (closed) {
        throw new IllegalStateException("the scorer is closed");
      }
      requireOpen();
      Batches.check(this, inputs, count, probabilities, embeddings);
      int size = embeddingSize();
      for (int image = 0; image < count; image++) {
        int from = image * inputSize();
        model.score(inputs, from, scratch, probabilities, image * classes());
        if (embeddings.length > 0) {
          System.arraycopy(scratch, 0, embeddings, image * size, size);
        }
        if (slowly) {
          model.scoreSlowly(inputs, from, probabilities, image * classes());
        }
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        scorerBytes.addAndGet(-(long) scratch.length * Float.BYTES);
      }
    }
  }
}
