package org.inkstream.model.scorer;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network run by Deeplearning4j itself, one layer after another: every kind of layer, slower. Its
 * scorers share the network and take turns.
 */
final class LayeredNetwork implements Network {

  private final RestoredNetwork network;
  private final int inputSize;
  private final int classes;
  private final int embeddingSize;
  private final long parameters;
  private boolean closed;

  LayeredNetwork(RestoredNetwork network, int inputSize) {
    this.network = network;
    this.inputSize = inputSize;
    FeedForwardLayer last = (FeedForwardLayer) network.last();
    this.classes = (int) last.getNOut();
    this.embeddingSize = (int) last.getNIn();
    this.parameters = network.weights();
  }

  @Override
  public int inputSize() {
    return inputSize;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public long parameters() {
    return parameters;
  }

  @Override
  public synchronized long nativeBytes() {
    return closed ? 0 : parameters * Float.BYTES;
  }

  @Override
  public synchronized Scorer newScorer(int maxBatch) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch " + maxBatch + " is less than 1");
    }
    requireOpen();
    return new LayeredScorer(maxBatch);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      network.close();
    }
  }

  private synchronized void score(
      float[] inputs, int count, float[] probabilities, float[] embeddings) {
    requireOpen();
    try (INDArray batch = Nd4j.createUninitialized(DataType.FLOAT, count, inputSize)) {
      ((FloatPointer) batch.data().pointer()).put(inputs, 0, count * inputSize);
      Nd4j.getAffinityManager().tagLocation(batch, Location.HOST);
      if (embeddings.length == 0) {
        try (INDArray output = network.output(batch)) {
          copy(output, probabilities, count * classes);
        }
        return;
      }
      List<INDArray> results = network.results(batch);
      copy(results.get(results.size() - 1), probabilities, count * classes);
      copy(results.get(results.size() - 2), embeddings, count * embeddingSize);
      // The first is the batch itself.
      results.stream().skip(1).filter(array -> !array.wasClosed()).forEach(INDArray::close);
    }
  }

  private static void copy(INDArray from, float[] to, int length) {
    try (INDArray rows = from.dup('c')) {
      System.arraycopy(rows.data().asFloat(), 0, to, 0, length);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the network is closed");
    }
  }

  /** Has no memory of its own. */
  private final class LayeredScorer implements Scorer {

    private final int maxBatch;
    private boolean closed;

    LayeredScorer(int maxBatch) {
      this.maxBatch = maxBatch;
    }

    @Override
    public int inputSize() {
      return inputSize;
    }

    @Override
    public int classes() {
      return classes;
    }

    @Override
    public int maxBatch() {
      return maxBatch;
    }

    @Override
    public int embeddingSize() {
      return embeddingSize;
    }

    @Override
    public void score(float[] inputs, int count, float[] probabilities, float[] embeddings) {
      if (closed) {
        throw new IllegalStateException("the scorer is closed");
      }
      Batches.check(this, inputs, count, probabilities, embeddings);
      if (count > 0) {
        LayeredNetwork.this.score(inputs, count, probabilities, embeddings);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
