package org.inkstream.model.scorer;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network run by Deeplearning4j itself, one layer after another: every kind of layer, slower. Its
 * scorers share the network, which Deeplearning4j serialises.
 */
final class LayeredNetwork implements Network {

  private final MultiLayerNetwork network;
  private final int inputSize;
  private final int classes;
  private final long parameters;

  LayeredNetwork(MultiLayerNetwork network, int inputSize) {
    this.network = network;
    this.inputSize = inputSize;
    this.classes = (int) network.getOutputLayer().getParam("b").length();
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
  public long nativeBytes() {
    return parameters * Float.BYTES;
  }

  @Override
  public Scorer newScorer(int maxBatch) {
    return new Scorer() {
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
        Batches.check(this, inputs, count, probabilities);
        if (count == 0) {
          return;
        }
        try (INDArray batch = Nd4j.createUninitialized(DataType.FLOAT, count, inputSize)) {
          ((org.bytedeco.javacpp.FloatPointer) batch.data().pointer())
              .put(inputs, 0, count * inputSize);
          Nd4j.getAffinityManager()
              .tagLocation(batch, org.nd4j.linalg.api.concurrency.AffinityManager.Location.HOST);
          try (INDArray output = network.output(batch)) {
            float[] rows = output.dup('c').data().asFloat();
            System.arraycopy(rows, 0, probabilities, 0, count * classes);
          }
        }
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {
    network.close();
  }
}
