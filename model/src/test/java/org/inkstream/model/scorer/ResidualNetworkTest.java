package org.inkstream.model.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ResidualNetworkTest {

  private static final int SIDE = 6;

  /**
   * Computed with numpy in double precision, by loops over positions, with the weights of {@link
   * #weights} and the images of {@link #image}: three convolutions of 3 x 3 with zeros around the
   * image, each rectified, the first one's result added to the third's, maxima over all positions,
   * and a softmax.
   */
  private static final double[] ANSWERS = {
    0.319093369, 0.227770432, 0.453136198, 0.324690135, 0.228220978, 0.447088887
  };

  private static final double[] EMBEDDINGS = {1.6917676, 0.6796875, 1.8458818, 0.6796875};

  @Test
  void shouldAnswerAsWorkedOutElsewhere() throws IOException {
    byte[] zip = known();
    float[] inputs = new float[2 * SIDE * SIDE];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = image(i / (SIDE * SIDE), i % (SIDE * SIDE));
    }

    for (Network network :
        new Network[] {Networks.load(zip, SIDE, SIDE), Networks.loadLayered(zip, SIDE, SIDE)}) {
      float[] answers = new float[6];
      float[] embeddings = new float[4];
      try (network;
          Scorer scorer = network.newScorer(2)) {
        scorer.score(inputs, 2, answers, embeddings);
      }
      assertThat(doubles(answers)).containsExactly(ANSWERS, within(1e-6));
      assertThat(doubles(embeddings)).containsExactly(EMBEDDINGS, within(1e-6));
    }
  }

  /** By what is wrong. */
  static Map<String, UnaryOperator<GraphBuilder>> otherGraphs() {
    return Map.of(
        "between, at vertex 3",
        graph ->
            graph
                .addLayer("a", RandomNetworks.same(4), "image")
                .addLayer("b", RandomNetworks.same(4), "a")
                .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "b", "a")
                .addLayer("answer", RandomNetworks.output(2), "product")
                .setOutputs("answer"),
        "between, at vertex 2",
        graph ->
            graph
                .addLayer("a", RandomNetworks.same(4), "image")
                .addLayer("b", RandomNetworks.same(4), "image")
                .addVertex("sum", RandomNetworks.sum(), "b", "a")
                .addLayer("answer", RandomNetworks.output(2), "sum")
                .setOutputs("answer"),
        "other outputs than its last vertex",
        graph ->
            graph
                .addLayer("a", RandomNetworks.same(4), "image")
                .addLayer("answer", RandomNetworks.output(2), "a")
                .addLayer("other", RandomNetworks.output(2), "a")
                .setOutputs("answer", "other"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void shouldRefuseAGraphOfAnotherKind(String problem) {
    byte[] zip = RandomNetworks.graph(1, SIDE, otherGraphs().get(problem));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Networks.load(zip, SIDE, SIDE))
        .withMessageContaining(problem);
  }

  static Iterable<String> problems() {
    return otherGraphs().keySet();
  }

  @Test
  void shouldRefuseAVertexThatIsNotInTheList() {
    byte[] zip =
        RandomNetworks.graph(
            1,
            SIDE,
            graph ->
                graph
                    .addLayer("a", RandomNetworks.same(4), "image")
                    .addLayer("b", RandomNetworks.same(4), "a")
                    .addVertex("both", new MergeVertex(), "b", "a")
                    .addLayer("answer", RandomNetworks.output(2), "both")
                    .setOutputs("answer"));

    assertThatExceptionOfType(ForeignClassException.class)
        .isThrownBy(() -> Networks.load(zip, SIDE, SIDE))
        .withMessageContaining("MergeVertex");
  }

  @Test
  void shouldRefuseImagesOfAnotherSize() {
    byte[] zip = RandomNetworks.residual(1);

    assertThatExceptionOfType(WrongShapeException.class)
        .isThrownBy(() -> Networks.load(zip, SIDE, SIDE))
        .withMessage("the network takes 28 x 28 numbers, announced were 6 x 6");
  }

  @Test
  void shouldSayThatItsGradientIsNotKnown() {
    byte[] zip = RandomNetworks.residual(1);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> InputGradient.load(zip, 28, 28))
        .withMessage("the gradient of a residual network is not known");
  }

  private static byte[] known() throws IOException {
    byte[] zip =
        RandomNetworks.graph(
            1,
            SIDE,
            graph ->
                graph
                    .addLayer("a", RandomNetworks.same(2), "image")
                    .addLayer("b", RandomNetworks.same(2), "a")
                    .addLayer("c", RandomNetworks.same(2), "b")
                    .addVertex("sum", RandomNetworks.sum(), "c", "a")
                    .addLayer(
                        "maxima",
                        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                            .kernelSize(SIDE, SIDE)
                            .stride(SIDE, SIDE)
                            .build(),
                        "sum")
                    .addLayer("answer", RandomNetworks.output(3), "maxima")
                    .setOutputs("answer"));
    ComputationGraph network =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(zip), false);
    network.setParam("a_W", weights(1, 2, 1, 3, 3));
    network.setParam("a_b", weights(2, 1, 2));
    network.setParam("b_W", weights(3, 2, 2, 3, 3));
    network.setParam("b_b", weights(4, 1, 2));
    network.setParam("c_W", weights(5, 2, 2, 3, 3));
    network.setParam("c_b", weights(6, 1, 2));
    network.setParam("answer_W", weights(7, 2, 3));
    network.setParam("answer_b", weights(8, 1, 3));
    return RandomNetworks.zip(network);
  }

  private static INDArray weights(int seed, int... shape) {
    float[] numbers = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ((i * 37 + seed * 11) % 41 - 20) / 40f;
    }
    return Nd4j.createFromArray(numbers).reshape(shape);
  }

  private static float image(int image, int pixel) {
    return (pixel * 13 + image * 5) % 17 / 16f;
  }

  private static double[] doubles(float[] numbers) {
    return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
  }
}
