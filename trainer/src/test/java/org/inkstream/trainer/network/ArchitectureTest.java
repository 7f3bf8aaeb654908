package org.inkstream.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
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
  @CsvSource({"CNN, 431080", "RESNET, 462986", "MLP, 235146", "SOFTMAX, 7850"})
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

    Model trained =
        architecture.forTraining(
            family.defaults(), 1, new Sgd(0.1), ConvolutionMaker.OWN, new double[0]);
    Model saved = architecture.forServing(trained.params());

    assertThat(trained.paramTable().keySet())
        .containsExactlyElementsOf(saved.paramTable().keySet());
    trained
        .paramTable()
        .forEach((name, weights) -> assertThat(weights).as(name).isEqualTo(saved.getParam(name)));
  }

  @Test
  void shouldRefuseImagesThatAreTooSmall() {
    assertThatThrownBy(() -> new Architecture(Family.CNN, 28, 15, 10))
        .hasMessage("a cnn needs images of at least 16 x 16 pixels, these have 28 x 15");
  }

  @Test
  void shouldTakeTheSmallestImagesItSaysItTakes() {
    Model network = random(new Architecture(Family.CNN, 16, 16, 2));

    assertThat(network.numParams()).isEqualTo(20 * 26 + 50 * 501 + 500 * 51 + 2 * 501);
  }

  @Test
  void shouldTakeTheSmallestImagesAndMostStagesOfAResidualNetwork() {
    Model network = random(new Architecture(Family.RESNET, 16, 17, 2, List.of(1, 2, 3, 4)));

    // Of each convolution its inputs x 9 x its channels, and its channels; in the end 4 x 2 + 2.
    assertThat(network.numParams())
        .isEqualTo(10 + 30 + (20 + 2 * 38) + (57 + 2 * 84) + (112 + 2 * 148) + 10);
  }

  @Test
  void shouldAddWhatABlockWasGiven() {
    ComputationGraph network =
        (ComputationGraph) random(new Architecture(Family.RESNET, 28, 28, 10));

    assertThat(network.getConfiguration().getVertexInputs())
        .containsEntry("sum4", List.of("layer4", "layer2"))
        .containsEntry("layer5", List.of("sum4"))
        .containsEntry("sum8", List.of("layer8", "layer6"))
        .containsEntry("layer9", List.of("sum8"));
    assertThat(network.getVertices()).hasSize(1 + 11 + 2);
  }

  @Test
  void shouldRefuseASingleClass() {
    assertThatThrownBy(() -> new Architecture(Family.MLP, 28, 28, 1))
        .hasMessage("at least two classes are needed, found 1");
  }

  private static Model random(Architecture architecture) {
    return architecture.forTraining(
        architecture.family().defaults(), 1, new Sgd(0.1), ConvolutionMaker.OWN, new double[0]);
  }

  private static byte[] saved(Architecture architecture) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelSerializer.writeModel(architecture.forServing(random(architecture).params()), file, false);
    return file.toByteArray();
  }
}
