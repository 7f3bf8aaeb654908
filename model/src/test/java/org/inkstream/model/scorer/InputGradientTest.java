package org.inkstream.model.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class InputGradientTest {

  private static final int WIDTH = 6;
  private static final int HEIGHT = 5;
  private static final int INPUTS = WIDTH * HEIGHT;

  private static final float[][] W1 = {{0.5f, -1}, {1, 0.75f}, {-0.25f, 0.5f}};
  private static final float[] B1 = {0.1f, -0.2f};
  private static final float[][] W2 = {{1, -1, 0.5f}, {0.5f, 2, -1}};
  private static final float[] B2 = {-0.3f, 0.4f, 0};

  @Test
  void shouldBeWhatPlainLoopsGiveByFiniteDifferences() throws IOException {
    float[] inputs = {1, 0, 0.5f, 0.2f, 0.9f, 0.1f};
    int[] labels = {2, 0};
    float[] found = new float[6];

    // A dropout that would change the answer if it were at work.
    try (InputGradient gradient = InputGradient.load(dense(0.5, LossFunction.MCXENT), 3, 1)) {
      assertThat(gradient.inputSize()).isEqualTo(3);
      assertThat(gradient.classes()).isEqualTo(3);
      gradient.compute(inputs, 2, labels, found);
    }

    for (int i = 0; i < 6; i++) {
      assertThat((double) found[i])
          .as("number %d", i)
          .isCloseTo(difference(inputs, i, labels[i / 3]), within(1e-6));
    }
  }

  @Test
  void shouldBeOfTheCrossEntropyWhateverTheNetworkWasTrainedOn() throws IOException {
    float[] inputs = {1, 0, 0.5f};
    float[] found = new float[3];

    try (InputGradient gradient = InputGradient.load(dense(1, LossFunction.MSE), 3, 1)) {
      gradient.compute(inputs, 1, new int[] {1}, found);
    }

    for (int i = 0; i < 3; i++) {
      assertThat((double) found[i]).isCloseTo(difference(inputs, i, 1), within(1e-6));
    }
  }

  @Test
  void shouldBeInTheOrderOfTheImagesPixelsForAConvolution() throws IOException {
    byte[] zip =
        RandomNetworks.zip(
            3,
            InputType.convolutionalFlat(HEIGHT, WIDTH, 1),
            new ConvolutionLayer.Builder(2, 3).nOut(4).activation(Activation.TANH).build(),
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build(),
            RandomNetworks.output(3));
    float[] inputs = RandomNetworks.inputs(4, 2 * INPUTS);
    int[] labels = {1, 2};
    float[] found = new float[2 * INPUTS];
    float step = 0.25f;

    try (InputGradient gradient = InputGradient.load(zip, WIDTH, HEIGHT);
        Network network = Networks.load(zip, WIDTH, HEIGHT);
        Scorer scorer = network.newScorer(2)) {
      gradient.compute(inputs, 2, labels, found);

      for (int i = 0; i < inputs.length; i++) {
        double difference =
            (loss(scorer, inputs, i, step, labels) - loss(scorer, inputs, i, -step, labels))
                / (2 * step);
        // Probabilities in single precision leave 1e-6 of the difference unknown.
        assertThat((double) found[i]).as("number %d", i).isCloseTo(difference, within(1e-5));
      }
      // So large that the differences above tell something.
      assertThat(Math.abs(found[38])).isGreaterThan(1e-2f);
    }
  }

  @Test
  void shouldGiveEachImageItsGradientWhateverTheBatch() throws IOException {
    byte[] zip = RandomNetworks.dense(1, INPUTS, 4, 7);
    float[] inputs = RandomNetworks.inputs(2, 3 * INPUTS);
    float[] together = new float[3 * INPUTS];
    float[] alone = new float[INPUTS];

    try (InputGradient gradient = InputGradient.load(zip, WIDTH, HEIGHT)) {
      gradient.compute(inputs, 3, new int[] {0, 1, 2}, together);
      gradient.compute(inputs, 0, new int[0], new float[0]);
      gradient.compute(inputs, 1, new int[] {0}, alone);
    }

    for (int i = 0; i < INPUTS; i++) {
      assertThat(together[i]).isCloseTo(alone[i], within(1e-7f));
    }
  }

  @Test
  void shouldRefuseWhatDoesNotFit() throws IOException {
    InputGradient gradient =
        InputGradient.load(RandomNetworks.dense(1, INPUTS, 4, 7), WIDTH, HEIGHT);
    float[] numbers = new float[INPUTS];

    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradient.compute(numbers, 2, new int[2], numbers))
        .withMessageContaining("2 images of 30 numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gradient.compute(numbers, 1, new int[] {4}, numbers))
        .withMessage("label 4, the network knows 0 to 3");
    gradient.close();
    gradient.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> gradient.compute(numbers, 1, new int[1], numbers));
  }

  @Test
  void shouldRefuseANetworkThatNormalisesOverBatches() {
    byte[] zip =
        RandomNetworks.zip(
            1,
            InputType.feedForward(INPUTS),
            new BatchNormalization.Builder().build(),
            RandomNetworks.output(2));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> InputGradient.load(zip, WIDTH, HEIGHT))
        .withMessageContaining("batch normalization");
  }

  @Test
  void shouldRefuseWhatIsNoNetworkOfThatSize() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> InputGradient.load(new byte[3], 3, 1));
    assertThatExceptionOfType(WrongShapeException.class)
        .isThrownBy(() -> InputGradient.load(RandomNetworks.dense(1, 4, 2), 3, 1));
  }

  private static double difference(float[] inputs, int at, int label) {
    double step = 1e-4;
    double[] image = new double[3];
    for (int i = 0; i < 3; i++) {
      image[i] = inputs[at / 3 * 3 + i];
    }
    image[at % 3] += step;
    double above = loss(image, label);
    image[at % 3] -= 2 * step;
    return (above - loss(image, label)) / (2 * step);
  }

  /** Negative logarithm of the class's probability, in double precision, without any library. */
  private static double loss(double[] image, int label) {
    double[] logits = {B2[0], B2[1], B2[2]};
    for (int h = 0; h < 2; h++) {
      double sum = B1[h];
      for (int i = 0; i < 3; i++) {
        sum += image[i] * W1[i][h];
      }
      for (int c = 0; c < 3; c++) {
        logits[c] += Math.tanh(sum) * W2[h][c];
      }
    }
    double total = Math.exp(logits[0]) + Math.exp(logits[1]) + Math.exp(logits[2]);
    return Math.log(total) - logits[label];
  }

  private static double loss(Scorer scorer, float[] inputs, int at, float step, int[] labels) {
    float[] changed = inputs.clone();
    changed[at] += step;
    float[] probabilities = new float[6];
    scorer.score(changed, 2, probabilities);
    int row = at / INPUTS;
    return -Math.log(probabilities[row * 3 + labels[row]]);
  }

  private static byte[] dense(double retained, LossFunction loss) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new NoOp())
                .list(
                    new DenseLayer.Builder()
                        .nOut(2)
                        .activation(Activation.TANH)
                        .dropOut(retained)
                        .build(),
                    new OutputLayer.Builder(loss)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .dropOut(retained)
                        .build())
                .setInputType(InputType.feedForward(3))
                .build());
    network.init();
    network.setParam("0_W", Nd4j.createFromArray(W1));
    network.setParam("0_b", Nd4j.createFromArray(new float[][] {B1}));
    network.setParam("1_W", Nd4j.createFromArray(W2));
    network.setParam("1_b", Nd4j.createFromArray(new float[][] {B2}));
    return RandomNetworks.zip(network);
  }
}
