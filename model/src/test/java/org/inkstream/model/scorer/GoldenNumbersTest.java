package org.inkstream.model.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** A network small enough to be worked out in plain loops, without any of the libraries. */
class GoldenNumbersTest {

  private static final int INPUTS = 4;
  private static final int HIDDEN = 3;
  private static final int CLASSES = 2;
  private static final float[][] W1 = {
    {0.5f, -1, 0.25f}, {1, 0.75f, -0.5f}, {-0.25f, 0.5f, 1}, {0.1f, 0.2f, 0.3f}
  };
  private static final float[] B1 = {0.1f, -0.2f, 0.05f};
  private static final float[][] W2 = {{1, -1}, {0.5f, 2}, {-1.5f, 0.25f}};
  private static final float[] B2 = {-0.3f, 0.4f};

  @Test
  void shouldComputeWhatPlainLoopsCompute() throws Exception {
    float[] inputs = {1, 0, 0.5f, 0.25f, 0, 0, 0, 0, 0.2f, 0.9f, 0.1f, 1};

    float[] found = new float[3 * CLASSES];
    try (Network network = Networks.load(zip(), INPUTS, 1);
        Scorer scorer = network.newScorer(3)) {
      scorer.score(inputs, 3, found);
    }

    double[] expected = new double[3 * CLASSES];
    for (int row = 0; row < 3; row++) {
      System.arraycopy(forward(inputs, row * INPUTS), 0, expected, row * CLASSES, CLASSES);
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(1e-6));
    }
    // By hand, for the image that is all background: hidden (0.1, 0, 0.05), logits (-0.275,
    // 0.3125).
    assertThat((double) found[CLASSES]).isCloseTo(1 / (1 + Math.exp(0.5875)), within(1e-6));
  }

  private static double[] forward(float[] inputs, int from) {
    double[] hidden = new double[HIDDEN];
    for (int h = 0; h < HIDDEN; h++) {
      double sum = B1[h];
      for (int i = 0; i < INPUTS; i++) {
        sum += inputs[from + i] * W1[i][h];
      }
      hidden[h] = Math.max(0, sum);
    }
    double[] e = new double[CLASSES];
    double total = 0;
    for (int c = 0; c < CLASSES; c++) {
      double logit = B2[c];
      for (int h = 0; h < HIDDEN; h++) {
        logit += hidden[h] * W2[h][c];
      }
      e[c] = Math.exp(logit);
      total += e[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      e[c] /= total;
    }
    return e;
  }

  private static byte[] zip() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new NoOp())
                .activation(Activation.RELU)
                .list(new DenseLayer.Builder().nOut(HIDDEN).build(), RandomNetworks.output(CLASSES))
                .setInputType(InputType.feedForward(INPUTS))
                .build());
    network.init();
    network.setParam("0_W", Nd4j.createFromArray(W1));
    network.setParam("0_b", Nd4j.createFromArray(new float[][] {B1}));
    network.setParam("1_W", Nd4j.createFromArray(W2));
    network.setParam("1_b", Nd4j.createFromArray(new float[][] {B2}));
    return RandomNetworks.zip(network);
  }
}
