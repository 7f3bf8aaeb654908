package org.inkstream.model.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** The fast form of a network gives what Deeplearning4j gives. */
class CompiledNetworkTest {

  private static final int SIDE = 28;
  private static final int MAX_BATCH = 128;
  private static final float TOLERANCE = 1e-4f;

  static Stream<Arguments> compiled() {
    return Stream.of(
        Arguments.of("cnn", RandomNetworks.cnn(1)),
        Arguments.of("residual", RandomNetworks.residual(6)),
        Arguments.of("mlp", RandomNetworks.dense(2, SIDE * SIDE, 10, 32, 32, 32, 32)),
        Arguments.of("softmax", RandomNetworks.dense(3, SIDE * SIDE, 10)),
        Arguments.of(
            "no activation, dropout",
            flat(
                new DenseLayer.Builder().nOut(20).activation(Activation.IDENTITY).build(),
                new DropoutLayer.Builder(0.5).build(),
                RandomNetworks.output(10))),
        Arguments.of(
            "size kept, strides, two pools",
            image(
                new ConvolutionLayer.Builder(3, 4)
                    .nOut(6)
                    .stride(2, 1)
                    .convolutionMode(ConvolutionMode.Same)
                    .build(),
                pool(PoolingType.MAX),
                keepingSize(),
                RandomNetworks.output(10))),
        Arguments.of(
            "padding, no activation before the pool",
            image(
                new ConvolutionLayer.Builder(5, 5)
                    .nOut(4)
                    .padding(2, 1)
                    .activation(Activation.IDENTITY)
                    .build(),
                new SubsamplingLayer.Builder(PoolingType.MAX)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .padding(1, 1)
                    .build(),
                RandomNetworks.output(10))));
  }

  static Stream<Arguments> left() {
    return Stream.of(
        Arguments.of(
            "batch normalisation",
            flat(
                new DenseLayer.Builder().nOut(8).build(),
                new BatchNormalization.Builder().build(),
                RandomNetworks.output(10))),
        Arguments.of(
            "average pool",
            image(
                new ConvolutionLayer.Builder(5, 5).nOut(4).build(),
                pool(PoolingType.AVG),
                RandomNetworks.output(10))),
        Arguments.of(
            "a sum with what a pool has replaced",
            RandomNetworks.graph(
                7,
                SIDE,
                graph ->
                    graph
                        .addLayer("a", RandomNetworks.same(4), "image")
                        .addLayer("maxima", keepingSize(), "a")
                        .addLayer("b", RandomNetworks.same(4), "maxima")
                        .addVertex("sum", RandomNetworks.sum(), "b", "a")
                        .addLayer("answer", RandomNetworks.output(10), "sum")
                        .setOutputs("answer"))),
        Arguments.of(
            "a sum with what another sum has replaced",
            RandomNetworks.graph(
                8,
                SIDE,
                graph ->
                    graph
                        .addLayer("a", RandomNetworks.same(4), "image")
                        .addLayer("b", RandomNetworks.same(4), "a")
                        .addVertex("sum", RandomNetworks.sum(), "b", "a")
                        .addLayer("c", RandomNetworks.same(4), "sum")
                        .addVertex("other", RandomNetworks.sum(), "c", "b")
                        .addLayer("answer", RandomNetworks.output(10), "other")
                        .setOutputs("answer"))),
        Arguments.of(
            "a sum with itself",
            RandomNetworks.graph(
                9,
                SIDE,
                graph ->
                    graph
                        .addLayer("a", RandomNetworks.same(4), "image")
                        .addVertex("sum", RandomNetworks.sum(), "a", "a")
                        .addLayer("answer", RandomNetworks.output(10), "sum")
                        .setOutputs("answer"))),
        Arguments.of(
            "tanh",
            flat(
                new DenseLayer.Builder().nOut(8).activation(Activation.TANH).build(),
                RandomNetworks.output(10))),
        Arguments.of(
            "leaky rectifier",
            flat(
                new DenseLayer.Builder()
                    .nOut(8)
                    .activation(new ActivationReLU(null, null, 0.1))
                    .build(),
                RandomNetworks.output(10))),
        Arguments.of(
            "layer normalisation",
            flat(
                new DenseLayer.Builder().nOut(8).hasLayerNorm(true).build(),
                RandomNetworks.output(10))),
        Arguments.of(
            "hidden layer without bias",
            flat(
                new DenseLayer.Builder().nOut(8).hasBias(false).build(),
                RandomNetworks.output(10))),
        Arguments.of(
            "activation as a layer",
            flat(
                new DenseLayer.Builder().nOut(8).activation(Activation.IDENTITY).build(),
                new ActivationLayer.Builder().activation(Activation.RELU).build(),
                RandomNetworks.output(10))),
        Arguments.of(
            "output without bias",
            flat(
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nOut(10)
                    .hasBias(false)
                    .activation(Activation.SOFTMAX)
                    .build())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("compiled")
  void shouldCompileAndGiveWhatDeeplearning4jGives(String name, byte[] zip) throws IOException {
    try (Network network = Networks.load(zip, SIDE, SIDE)) {
      assertThat(network).isInstanceOf(CompiledNetwork.class);
      compare(zip, network);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("left")
  void shouldLeaveToDeeplearning4jWhatItDoesNotKnow(String name, byte[] zip) throws IOException {
    try (Network network = Networks.load(zip, SIDE, SIDE)) {
      assertThat(network).isInstanceOf(LayeredNetwork.class);
      compare(zip, network);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("compiled")
  void shouldGiveAnImageTheSameBitsInAnyBatch(String name, byte[] zip) throws IOException {
    int pixels = SIDE * SIDE;
    float[] inputs = RandomNetworks.inputs(11, MAX_BATCH * pixels);
    float[] all = new float[MAX_BATCH * 10];
    try (Network network = Networks.load(zip, SIDE, SIDE);
        Scorer whole = network.newScorer(MAX_BATCH);
        Scorer alone = network.newScorer(1)) {
      int size = whole.embeddingSize();
      float[] allEmbeddings = new float[MAX_BATCH * size];
      whole.score(inputs, MAX_BATCH, all, allEmbeddings);

      for (int first = 0; first < 3; first++) {
        for (int count = 1; count <= MAX_BATCH - first; count++) {
          float[] part = Arrays.copyOfRange(inputs, first * pixels, (first + count) * pixels);
          float[] found = new float[count * 10];
          float[] embeddings = new float[count * size];
          (count == 1 ? alone : whole).score(part, count, found, embeddings);

          assertThat(found)
              .as("%d images from %d on", count, first)
              .isEqualTo(Arrays.copyOfRange(all, first * 10, (first + count) * 10));
          assertThat(embeddings)
              .isEqualTo(Arrays.copyOfRange(allEmbeddings, first * size, (first + count) * size));
        }
      }
    }
  }

  private static void compare(byte[] zip, Network network) throws IOException {
    Model slow =
        NetworkFile.read(zip).graph()
            ? ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(zip), false)
            : ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip), false);
    assertThat(network.parameters()).isEqualTo(slow.numParams());
    try (Scorer fast = network.newScorer(MAX_BATCH)) {
      assertThat(fast.inputSize()).isEqualTo(SIDE * SIDE);
      assertThat(fast.classes()).isEqualTo(10);
      // A small batch after a large one, to see what the large one leaves behind.
      for (int count : new int[] {1, 2, 7, 64, MAX_BATCH, 1, 3}) {
        float[] inputs = RandomNetworks.inputs(count, count * SIDE * SIDE);
        INDArray batch = Nd4j.createFromArray(inputs).reshape(count, SIDE * SIDE);
        INDArray answers =
            slow instanceof ComputationGraph graph
                ? graph.output(batch)[0]
                : ((MultiLayerNetwork) slow).output(batch);
        float[] expected = answers.dup('c').data().asFloat();
        float[] found = new float[count * 10];
        fast.score(inputs, count, found);

        assertThat(found).as("batch of %d", count).containsExactly(expected, within(TOLERANCE));
        for (int row = 0; row < count; row++) {
          assertThat(sum(found, row)).isCloseTo(1, within(TOLERANCE));
        }
      }
    } finally {
      slow.close();
    }
  }

  private static float sum(float[] probabilities, int row) {
    float sum = 0;
    for (int i = row * 10; i < (row + 1) * 10; i++) {
      sum += probabilities[i];
    }
    return sum;
  }

  private static byte[] image(Layer... layers) {
    return RandomNetworks.zip(4, InputType.convolutionalFlat(SIDE, SIDE, 1), layers);
  }

  private static byte[] flat(Layer... layers) {
    return RandomNetworks.zip(5, InputType.feedForward(SIDE * SIDE), layers);
  }

  private static SubsamplingLayer keepingSize() {
    return new SubsamplingLayer.Builder(PoolingType.MAX)
        .kernelSize(3, 3)
        .stride(1, 1)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static SubsamplingLayer pool(PoolingType type) {
    return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).build();
  }
}
