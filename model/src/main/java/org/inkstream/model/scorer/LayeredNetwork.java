package org.inkstream.model.scorer;

import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network run by Deeplearning4j itself, one layer after another: every kind of layer, slower. Its
 * scorers share the network and take turns.
 */
final class LayeredNetwork implements Network {

  private final MultiLayerNetwork network;
  private final int inputSize;
  private final int classes;
  private final long parameters;
  private boolean closed;

  LayeredNetwork(MultiLayerNetwork network, int inputSize) {
    this.network = network;
    this.inputSize = inputSize;
    this.classes = (int) ((FeedForwardLayer) network.getOutputLayer().conf().getLayer()).getNOut();
    this.parameters = network.numParams();
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

  private synchronized void score(float[] inputs, int count, float[] probabilities) {
    requireOpen();
    try (INDArray batch = Nd4j.createUninitialized(DataType.FLOAT, count, inputSize)) {
      ((FloatPointer) batch.data().pointer()).put(inputs, 0, count * inputSize);
      Nd4j.getAffinityManager().tagLocation(batch, Location.HOST);
      try (INDArray output = network.output(batch);
          INDArray rows = output.dup('c')) {
        System.arraycopy(rows.data().asFloat(), 0, probabilities, 0, count * classes);
      }
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
    public void score(float[] inputs, int count, float[] probabilities) {
      if (closed) {
        throw new IllegalStateException("the scorer is closed");
      }
      Batches.check(this, inputs, count, probabilities);
      if (count > 0) {
        LayeredNetwork.this.score(inputs, count, probabilities);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
