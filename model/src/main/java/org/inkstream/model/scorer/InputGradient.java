package org.inkstream.model.scorer;

import java.io.IOException;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.inkstream.model.plain.PlainFile;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * In which direction a network's loss grows: the gradient of the cross-entropy of an image's true
 * class, by the numbers of the encoded image. What adversarial images are made with.
 *
 * <p>Safe for use by many threads, which take turns. Holds native memory until closed: the weights,
 * and as much again for their gradient, which Deeplearning4j computes, too.
 */
public final class InputGradient implements AutoCloseable {

  private final MultiLayerNetwork network;
  private final int inputSize;
  private final int classes;
  private boolean closed;

  private InputGradient(MultiLayerNetwork network, int inputSize) {
    this.network = network;
    this.inputSize = inputSize;
    this.classes = (int) ((FeedForwardLayer) network.getOutputLayer().conf().getLayer()).getNOut();
  }

  /**
   * The gradient of a network.
   *
   * @param zip what {@code ModelSerializer} wrote; treat it as code, and load only what is verified
   * @param width width of the input image
   * @param height height of the input image
   * @throws IOException as {@link Networks#load}, or if it is a plain model or a graph, or the
   *     network normalises over batches, whose gradient would be that of training
   */
  public static InputGradient load(byte[] zip, int width, int height) throws IOException {
    if (PlainFile.isOne(zip)) {
      throw new IOException(
          "it holds %s, whose gradient is not known; only networks have one"
              .formatted(PlainFile.read(zip).kind()));
    }
    RestoredNetwork restored = Networks.restore(zip, width, height);
    if (!(restored instanceof RestoredChain chain)) {
      restored.close();
      // Deeplearning4j keeps no gradient of a graph's input.
      throw new IOException("the gradient of a residual network is not known");
    }
    MultiLayerNetwork network = chain.network();
    for (Layer layer : network.getLayers()) {
      org.deeplearning4j.nn.conf.layers.Layer configuration = layer.conf().getLayer();
      if (configuration instanceof BatchNormalization) {
        network.close();
        throw new IOException("the gradient of a network with batch normalization is not known");
      }
      asServed(configuration);
    }
    return new InputGradient(network, width * height);
  }

  // Deeplearning4j computes gradients as for training: with noise, and of the trained loss.
  private static void asServed(org.deeplearning4j.nn.conf.layers.Layer configuration) {
    configuration.setIDropout(null);
    if (configuration instanceof BaseLayer layer) {
      layer.setWeightNoise(null);
    }
    if (configuration instanceof BaseOutputLayer output) {
      output.setLossFn(new LossMCXENT());
    }
  }

  /** Numbers in one encoded image. */
  public int inputSize() {
    return inputSize;
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /**
   * Computes the gradients of the first {@code count} images, each of its own loss.
   *
   * @param inputs encoded images, one after another, each of {@link #inputSize()} numbers, row by
   *     row of the image
   * @param count images, not negative
   * @param labels the true class of each image
   * @param gradients receives {@code count} times {@link #inputSize()} numbers: by how much the
   *     loss, in nats, grows with each number of the input
   * @throws IllegalArgumentException if the arrays are too short or a label is no class
   * @throws IllegalStateException if this is closed
   */
  public synchronized void compute(float[] inputs, int count, int[] labels, float[] gradients) {
    if (closed) {
      throw new IllegalStateException("the network is closed");
    }
    check(inputs, count, labels, gradients);
    if (count == 0) {
      return;
    }
    try (INDArray batch = Nd4j.createUninitialized(DataType.FLOAT, count, inputSize);
        INDArray truth = Nd4j.zeros(DataType.FLOAT, count, classes)) {
      ((FloatPointer) batch.data().pointer()).put(inputs, 0, count * inputSize);
      Nd4j.getAffinityManager().tagLocation(batch, Location.HOST);
      for (int i = 0; i < count; i++) {
        truth.putScalar(i, labels[i], 1);
      }
      try (INDArray gradient = network.calculateGradients(batch, truth, null, null).getSecond();
          INDArray rows = gradient.dup('c')) {
        System.arraycopy(rows.data().asFloat(), 0, gradients, 0, count * inputSize);
      } finally {
        network.clear();
      }
    }
  }

  private void check(float[] inputs, int count, int[] labels, float[] gradients) {
    if (count < 0
        || labels.length < count
        || inputs.length < (long) count * inputSize
        || gradients.length < (long) count * inputSize) {
      throw new IllegalArgumentException(
          "%d images of %d numbers, with %d numbers, %d labels and room for %d"
              .formatted(count, inputSize, inputs.length, labels.length, gradients.length));
    }
    for (int i = 0; i < count; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label " + labels[i] + ", the network knows 0 to " + (classes - 1));
      }
    }
  }

  /** Gives the native memory back. Closing twice does nothing. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      network.close();
    }
  }
}
