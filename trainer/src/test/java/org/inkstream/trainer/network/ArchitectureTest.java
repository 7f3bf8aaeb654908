package org.inkstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Sgd;

class ArchitectureTest {

  @ParameterizedTest
  @CsvSource({"CNN, 431080", "MLP, 235146", "SOFTMAX, 7850"})
  void shouldHaveTheWeightsOfItsFamily(Family family, long expected) throws IOException {
    try (Network network = Networks.load(saved(new Architecture(family, 28, 28, 10)), 28, 28)) {
      assertThat(network.parameters()).isEqualTo(expected);
      assertThat(network.classes()).isEqualTo(10);
      assertThat(network.inputSize()).isEqualTo(784);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LSTM")
  void shouldBeSavedInAFormThatServingCompiles(Family family) throws IOException {
    byte[] file = saved(new Architecture(family, 28, 28, 10));

    try (Network served = Networks.load(file, 28, 28);
        Network layered = Networks.loadLayered(file, 28, 28)) {
      assertThat(served).doesNotHaveSameClassAs(layered);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldTrainTheWeightsThatItSaves(Family family) {
    Architecture architecture = new Architecture(family, 20, 17, 3);

    MultiLayerNetwork trained =
        network(
            architecture.forTraining(
                family.defaults(), 1, new Sgd(0.1), ConvolutionLayer.Builder::build));
    MultiLayerNetwork saved = network(architecture.forServing());

    assertThat(trained.paramTable().keySet())
        .containsExactlyElementsOf(saved.paramTable().keySet());
    trained
        .paramTable()
        .forEach(
            (name, weights) -> assertThat(weights.shape()).isEqualTo(saved.getParam(name).shape()));
  }

  @Test
  void shouldRefuseImagesThatAreTooSmall() {
    assertThatThrownBy(() -> new Architecture(Family.CNN, 28, 15, 10))
        .hasMessage("a cnn needs images of at least 16 x 16 pixels, these have 28 x 15");
  }

  @Test
  void shouldTakeTheSmallestImagesItSaysItTakes() {
    MultiLayerNetwork network = network(new Architecture(Family.CNN, 16, 16, 2).forServing());

    assertThat(network.numParams()).isEqualTo(20 * 26 + 50 * 501 + 500 * 51 + 2 * 501);
  }

  @Test
  void shouldRefuseASingleClass() {
    assertThatThrownBy(() -> new Architecture(Family.MLP, 28, 28, 1))
        .hasMessage("at least two classes are needed, found 1");
  }

  private static MultiLayerNetwork network(
      org.deeplearning4j.nn.conf.MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static byte[] saved(Architecture architecture) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network(architecture.forServing()), file, false);
    return file.toByteArray();
  }
}
