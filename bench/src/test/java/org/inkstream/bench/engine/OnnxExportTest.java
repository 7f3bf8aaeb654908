package org.inkstream.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.junit.jupiter.api.Test;

class OnnxExportTest {

  private static final int IMAGES = 7;

  @Test
  void shouldGiveTheProbabilitiesOfDeeplearning4j() throws Exception {
    byte[] zip = Kind.MLP.network(3);
    float[] images = images(IMAGES, 5);
    float[] expected = new float[IMAGES * Kind.CLASSES];
    float[] found = new float[IMAGES * Kind.CLASSES];

    try (Network network = Networks.loadLayered(zip, Kind.SIDE, Kind.SIDE);
        Scorer layered = network.newScorer(IMAGES);
        Scorer onnx = Engine.ONNX.open(zip, IMAGES)) {
      layered.score(images, IMAGES, expected);
      onnx.score(images, IMAGES, found);
    }

    Agreement agreement = Agreement.of(expected, found, Kind.CLASSES);
    assertThat(agreement.largestDifference()).isLessThan(1e-5);
    assertThat(agreement.otherLabels()).isZero();
    // Answers that are all alike would prove nothing.
    assertThat(agreementOfNeighbours(expected)).isGreaterThan(1e-3);
  }

  @Test
  void shouldGiveABatchTheAnswersOfItsImagesAlone() throws Exception {
    byte[] zip = Kind.MLP.network(3);
    float[] images = images(IMAGES, 5);
    float[] together = new float[IMAGES * Kind.CLASSES];
    float[] alone = new float[Kind.CLASSES];

    try (Scorer onnx = Engine.ONNX.open(zip, IMAGES)) {
      onnx.score(images, IMAGES, together);
      onnx.score(images, 1, alone);
    }

    for (int i = 0; i < alone.length; i++) {
      assertThat(alone[i]).isCloseTo(together[i], within(1e-6f));
    }
  }

  @Test
  void shouldRefuseConvolutions() {
    assertThatThrownBy(() -> OnnxExport.of(Kind.CNN.network(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only rectified dense layers");
  }

  @Test
  void shouldHaveTheSizesOfTheNetworksItIsComparedWith() throws Exception {
    // Crayfish's 784-32-32-32-32-10, and LeNet with 20 and 50 maps and 500 units.
    assertThat(parameters(Kind.MLP)).isEqualTo(28_618);
    assertThat(parameters(Kind.CNN)).isEqualTo(431_080);
  }

  private static long parameters(Kind kind) throws Exception {
    try (Network network = Networks.load(kind.network(1), Kind.SIDE, Kind.SIDE)) {
      return network.parameters();
    }
  }

  private static double agreementOfNeighbours(float[] rows) {
    float[] first = java.util.Arrays.copyOfRange(rows, 0, Kind.CLASSES);
    float[] second = java.util.Arrays.copyOfRange(rows, Kind.CLASSES, 2 * Kind.CLASSES);
    return Agreement.of(first, second, Kind.CLASSES).largestDifference();
  }

  private static float[] images(int count, long seed) {
    Random random = new Random(seed);
    float[] images = new float[count * Kind.SIDE * Kind.SIDE];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat();
    }
    return images;
  }
}
