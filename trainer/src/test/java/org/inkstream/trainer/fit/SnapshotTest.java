package org.inkstream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.network.Architecture;
import org.inkstream.trainer.network.ConvolutionMaker;
import org.inkstream.trainer.network.Family;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

class SnapshotTest {

  private final Architecture architecture = new Architecture(Family.CNN, 16, 16, 2);

  @Test
  void shouldHoldTheWeightsInLayersOfDeeplearning4jsOwn() throws IOException {
    INDArray weights = Nd4j.linspace(-1, 1, 52_072).reshape(1, 52_072);

    Snapshot snapshot = Snapshot.of(architecture, weights);

    MultiLayerNetwork read =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(snapshot.file()));
    assertThat(read.params().toFloatVector()).isEqualTo(weights.toFloatVector());
    assertThat(read.getLayerWiseConfigurations().toJson()).doesNotContain("inkstream");
  }

  @Test
  void shouldHoldAResidualNetworkAsAGraphOfDeeplearning4jsOwn() throws IOException {
    Architecture blocks = new Architecture(Family.RESNET, 16, 16, 2, List.of(2));
    INDArray weights = Nd4j.linspace(-1, 1, 112).reshape(1, 112);

    Snapshot snapshot = Snapshot.of(blocks, weights);

    ComputationGraph read =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(snapshot.file()));
    assertThat(read.params().toFloatVector()).isEqualTo(weights.toFloatVector());
    assertThat(read.getConfiguration().toJson()).doesNotContain("inkstream");
  }

  @Test
  void shouldHaveTheDigestOfItsWeights() {
    INDArray zeros = Nd4j.zeros(1, 52_072);
    INDArray other = zeros.dup().putScalar(0, 17, 1e-6);

    // SHA-256 of 208,288 zero bytes.
    assertThat(Snapshot.of(architecture, zeros).digest())
        .isEqualTo("de93988358bb332fa9cd073f221d437983190b74caab8323f07a09a69df80e95");
    assertThat(Snapshot.of(architecture, other).digest())
        .isNotEqualTo(Snapshot.of(architecture, zeros).digest());
  }

  @Test
  void shouldServeARecurrentNetworkAsDeeplearning4jRunsIt() throws IOException {
    Architecture rows = new Architecture(Family.LSTM, 5, 7, 3, List.of(4));
    MultiLayerNetwork network =
        (MultiLayerNetwork)
            rows.forTraining(
                Family.LSTM.defaults(), 1, new NoOp(), ConvolutionMaker.OWN, new double[0]);
    float[] images = new float[2 * 35];
    Random random = new Random(1);
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat();
    }
    float[] expected =
        network.output(rows.shaped(Nd4j.createFromArray(images), 2)).dup('c').data().asFloat();

    try (Network served = Networks.load(Snapshot.of(rows, network.params()).file(), 5, 7);
        Scorer scorer = served.newScorer(2)) {
      float[] found = new float[6];
      scorer.score(images, 2, found);
      assertThat(found).containsExactly(expected, within(1e-5f));
      assertThat(served.parameters()).isEqualTo(network.numParams());
    }
  }
}
