package org.inkstream.model.scorer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Untrained networks for tests, as files; their weights and biases come from a seed. */
public final class RandomNetworks {

  private RandomNetworks() {}

  /** Two convolutions of 20 and 50 channels, a hidden layer of 500, ten classes; 28 x 28 pixels. */
  public static byte[] cnn(long seed) {
    return zip(
        seed,
        InputType.convolutionalFlat(28, 28, 1),
        new ConvolutionLayer.Builder(5, 5).nOut(20).build(),
        halving(),
        new ConvolutionLayer.Builder(5, 5).nOut(50).build(),
        halving(),
        new DenseLayer.Builder().nOut(500).build(),
        output(10));
  }

  /** Hidden layers of these sizes; none makes a softmax regression. */
  public static byte[] dense(long seed, int inputs, int classes, int... hidden) {
    Layer[] layers = new Layer[hidden.length + 1];
    for (int i = 0; i < hidden.length; i++) {
      layers[i] = new DenseLayer.Builder().nOut(hidden[i]).build();
    }
    layers[hidden.length] = output(classes);
    return zip(seed, InputType.feedForward(inputs), layers);
  }

  /** A convolution whose feature map is padded on all sides, a pool of it, and a hidden layer. */
  public static byte[] padded(long seed, int side, int padding, int hidden, int classes) {
    int whole = side + 2 * padding;
    return zip(
        seed,
        InputType.convolutionalFlat(side, side, 1),
        new ConvolutionLayer.Builder(1, 1).padding(padding, padding).nOut(1).build(),
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(whole, whole)
            .stride(whole, whole)
            .build(),
        new DenseLayer.Builder().nOut(hidden).build(),
        output(classes));
  }

  /** A residual network of two blocks for 28 x 28 pixels and ten classes. */
  public static byte[] residual(long seed) {
    return graph(
        seed,
        28,
        graph ->
            graph
                .addLayer("first", same(4), "image")
                .addLayer("smaller", halving(), "first")
                .addLayer("a1", same(6), "smaller")
                .addLayer("a2", same(6), "a1")
                .addLayer("a3", same(6), "a2")
                .addVertex("a", sum(), "a3", "a1")
                .addLayer("b1", same(6), "a")
                .addLayer("b2", same(6), "b1")
                .addVertex("b", sum(), "a", "b2")
                .addLayer("maxima", halving(), "b")
                .addLayer("answer", output(10), "maxima")
                .setOutputs("answer"));
  }

  /** Any graph of an input "image". */
  static byte[] graph(
      long seed, int side, UnaryOperator<ComputationGraphConfiguration.GraphBuilder> vertices) {
    ComputationGraph network =
        new ComputationGraph(
            vertices
                .apply(
                    new NeuralNetConfiguration.Builder()
                        .updater(new NoOp())
                        .activation(Activation.RELU)
                        .graphBuilder()
                        .addInputs("image")
                        .setInputTypes(InputType.convolutionalFlat(side, side, 1)))
                .build());
    network.init();
    network.setParams(weights(seed, network.numParams()));
    return zip(network);
  }

  static ElementWiseVertex sum() {
    return new ElementWiseVertex(ElementWiseVertex.Op.Add);
  }

  /** A convolution of 3 x 3 that keeps the size. */
  static ConvolutionLayer same(int channels) {
    return new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(channels).build();
  }

  static SubsamplingLayer halving() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  static OutputLayer output(int classes) {
    return new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** Any layers; rectified where they do not say otherwise. */
  static byte[] zip(long seed, InputType input, Layer... layers) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .updater(new NoOp())
            .activation(Activation.RELU)
            .list(layers)
            .setInputType(input)
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    network.setParams(weights(seed, network.numParams()));
    return zip(network);
  }

  /** Not Deeplearning4j's own start, whose biases are 0: a lost bias would go unseen. */
  private static INDArray weights(long seed, long count) {
    Random random = new Random(seed);
    float[] weights = new float[(int) count];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() * 0.1 + 0.01);
    }
    return Nd4j.createFromArray(weights).reshape(1, weights.length);
  }

  static byte[] zip(Model network) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ModelSerializer.writeModel(network, out, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    network.close();
    return out.toByteArray();
  }

  /** Numbers from 0 to 1. */
  static float[] inputs(long seed, int count) {
    Random random = new Random(seed);
    float[] inputs = new float[count];
    for (int i = 0; i < count; i++) {
      inputs[i] = random.nextFloat();
    }
    return inputs;
  }
}
