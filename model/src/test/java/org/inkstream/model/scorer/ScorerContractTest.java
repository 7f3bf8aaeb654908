package org.inkstream.model.scorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** What every network and scorer promises, whichever way it runs. */
class ScorerContractTest {

  private static final int WIDTH = 6;
  private static final int HEIGHT = 5;
  private static final int INPUTS = WIDTH * HEIGHT;
  private static final int CLASSES = 3;
  private static final int HIDDEN = 4;
  private static final byte[] ZIP = RandomNetworks.dense(7, INPUTS, CLASSES, HIDDEN);
  private static final int WEIGHTS = INPUTS * 4 + 4 + 4 * CLASSES + CLASSES;

  private final List<Network> opened = new ArrayList<>();

  /** The ways to run a network. */
  enum Form {
    COMPILED {
      @Override
      Network load(byte[] zip) throws IOException {
        return Networks.load(zip, WIDTH, HEIGHT);
      }
    },
    LAYERED {
      @Override
      Network load(byte[] zip) throws IOException {
        return Networks.loadLayered(zip, WIDTH, HEIGHT);
      }
    };

    abstract Network load(byte[] zip) throws IOException;
  }

  @AfterEach
  void close() {
    opened.forEach(Network::close);
  }

  @ParameterizedTest
  @EnumSource
  void shouldSayWhatItTakesAndGives(Form form) throws IOException {
    Network network = open(form);

    assertThat(network.inputSize()).isEqualTo(INPUTS);
    assertThat(network.classes()).isEqualTo(CLASSES);
    assertThat(network.parameters()).isEqualTo(WEIGHTS);
    try (Scorer scorer = network.newScorer(8)) {
      assertThat(scorer.inputSize()).isEqualTo(INPUTS);
      assertThat(scorer.classes()).isEqualTo(CLASSES);
      assertThat(scorer.maxBatch()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLeaveAloneWhatIsPastTheBatch(Form form) throws IOException {
    try (Scorer scorer = open(form).newScorer(8)) {
      float[] probabilities = {-1, -1, -1, -1, -1, -1, -1};

      scorer.score(RandomNetworks.inputs(1, 8 * INPUTS), 2, probabilities);
      scorer.score(new float[0], 0, new float[0]);

      assertThat(probabilities[6]).isEqualTo(-1);
      assertThat(probabilities[5]).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseBatchesAndArraysThatDoNotFit(Form form) throws IOException {
    Network network = open(form);
    assertThatIllegalArgumentException().isThrownBy(() -> network.newScorer(0));
    try (Scorer scorer = network.newScorer(8)) {
      float[] inputs = new float[9 * INPUTS];
      float[] outputs = new float[9 * CLASSES];

      assertThatIllegalArgumentException()
          .isThrownBy(() -> scorer.score(inputs, 9, outputs))
          .withMessageContaining("batch of 9");
      assertThatIllegalArgumentException().isThrownBy(() -> scorer.score(inputs, -1, outputs));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> scorer.score(new float[2 * INPUTS - 1], 2, outputs))
          .withMessageContaining("inputs hold " + (2 * INPUTS - 1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> scorer.score(inputs, 2, new float[2 * CLASSES - 1]))
          .withMessageContaining("probabilities hold " + (2 * CLASSES - 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveAllItsNativeMemoryBack(Form form) throws IOException {
    Network network = open(form);
    long weights = network.nativeBytes();
    Scorer small = network.newScorer(1);
    Scorer large = network.newScorer(64);
    long all = network.nativeBytes();

    large.close();
    large.close();
    small.close();

    assertThat(weights).isEqualTo(4 * WEIGHTS);
    assertThat(all).isGreaterThanOrEqualTo(weights);
    assertThat(network.nativeBytes()).isEqualTo(weights);

    network.close();
    network.close();
    assertThat(network.nativeBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseToWorkOnceClosed(Form form) throws IOException {
    Network network = open(form);
    Scorer closed = network.newScorer(2);
    Scorer orphan = network.newScorer(2);
    float[] inputs = new float[2 * INPUTS];
    float[] outputs = new float[2 * CLASSES];
    closed.score(inputs, 2, outputs);
    orphan.score(inputs, 2, outputs);

    closed.close();
    assertThatIllegalStateException().isThrownBy(() -> closed.score(inputs, 2, outputs));

    network.close();
    assertThatIllegalStateException().isThrownBy(() -> orphan.score(inputs, 2, outputs));
    assertThatIllegalStateException().isThrownBy(() -> network.newScorer(2));
    orphan.close();
    assertThat(network.nativeBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void shouldServeManyThreadsThatEachHaveAScorer(Form form) throws Exception {
    Network network = open(form);
    float[] inputs = RandomNetworks.inputs(9, 16 * INPUTS);
    float[] expected = new float[16 * CLASSES];
    try (Scorer scorer = network.newScorer(16)) {
      scorer.score(inputs, 16, expected);
    }

    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> work =
          Stream.generate(() -> threads.submit(() -> scoreOften(network, inputs, expected)))
              .limit(8)
              .<Future<?>>map(future -> future)
              .toList();
      for (Future<?> done : work) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheLastLayersInputAsTheEmbedding(Form form) throws IOException {
    float[] inputs = RandomNetworks.inputs(3, 5 * INPUTS);
    float[] expected = new float[5 * CLASSES];
    try (Scorer scorer = open(form).newScorer(8)) {
      float[] probabilities = new float[5 * CLASSES];
      float[] embeddings = new float[5 * HIDDEN + 1];
      embeddings[5 * HIDDEN] = -7;

      scorer.score(inputs, 5, expected);
      scorer.score(inputs, 5, probabilities, embeddings);

      assertThat(scorer.embeddingSize()).isEqualTo(HIDDEN);
      assertThat(probabilities).isEqualTo(expected);
      assertThat(embeddings[5 * HIDDEN]).isEqualTo(-7);
      MultiLayerNetwork slow =
          ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(ZIP), false);
      INDArray weights = slow.getLayer(1).getParam("W");
      INDArray bias = slow.getLayer(1).getParam("b");
      for (int row = 0; row < 5; row++) {
        double[] logits = new double[CLASSES];
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
          logits[c] = bias.getDouble(c);
          for (int h = 0; h < HIDDEN; h++) {
            logits[c] += embeddings[row * HIDDEN + h] * weights.getDouble(h, c);
          }
          sum += Math.exp(logits[c]);
        }
        for (int c = 0; c < CLASSES; c++) {
          assertThat((double) probabilities[row * CLASSES + c])
              .isCloseTo(Math.exp(logits[c]) / sum, within(1e-5));
        }
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> scorer.score(inputs, 5, probabilities, new float[5 * HIDDEN - 1]))
          .withMessageContaining("embeddings hold " + (5 * HIDDEN - 1));
    }
  }

  private static void scoreOften(Network network, float[] inputs, float[] expected) {
    try (Scorer scorer = network.newScorer(16)) {
      for (int count = 1; count <= 16; count++) {
        float[] found = new float[count * CLASSES];
        scorer.score(inputs, count, found);
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i]).isCloseTo(expected[i], within(1e-6f));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseANetworkForOtherImages(Form form) {
    byte[] other = RandomNetworks.dense(1, INPUTS + 1, CLASSES);

    assertThatExceptionOfType(WrongShapeException.class)
        .isThrownBy(() -> form.load(other))
        .withMessageContaining("31")
        .withMessageContaining("30");
  }

  @Test
  void shouldRefuseAnImageNetworkOfTheSameNumberOfPixels() {
    byte[] cnn = RandomNetworks.cnn(1);

    assertThatExceptionOfType(WrongShapeException.class)
        .isThrownBy(() -> Networks.load(cnn, 56, 14))
        .withMessageContaining("28 x 28");
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseWhatIsNoNetwork(Form form) {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> form.load(new byte[0]));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> form.load(new byte[] {'P', 'K', 3, 4, 0, 0}));
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseANetworkThatGivesNoProbabilities(Form form) {
    byte[] scores =
        RandomNetworks.zip(
            1,
            InputType.feedForward(INPUTS),
            new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nOut(CLASSES)
                .activation(Activation.IDENTITY)
                .build());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> form.load(scores))
        .withMessageContaining("softmax");
  }

  private Network open(Form form) throws IOException {
    Network network = form.load(ZIP);
    opened.add(network);
    return network;
  }
}
