package org.inkstream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.trainer.mnist.Mnist;
import org.inkstream.trainer.network.Architecture;
import org.inkstream.trainer.network.ConvolutionMaker;
import org.inkstream.trainer.network.Family;
import org.inkstream.trainer.network.Hyperparameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class FastConvolutionTest {

  private static final int IMAGES = 16;
  private static final Hyperparameters NO_DROPOUT =
      new Hyperparameters(1, IMAGES, 0.1, 0.2, 0, 0, 0, false, false, 1);

  @ParameterizedTest
  @EnumSource(names = {"CNN", "RESNET"})
  void shouldHaveTheGradientsOfDeeplearning4jsOwnLayer(Family family) {
    Model own = network(family, ConvolutionMaker.OWN);
    Model fast = network(family, FastConvolution::new);
    fast.setParams(own.params());

    computeGradients(own);
    computeGradients(fast);

    assertThat(fast.score()).isCloseTo(own.score(), within(1e-5));
    // Layer by layer, because the gradients of the first are much larger than those of the last.
    assertThat(own.paramTable()).isNotEmpty();
    own.paramTable()
        .forEach(
            (name, weights) ->
                assertThat(relativeError(own, fast, name)).as(name).isLessThan(1e-4));
  }

  @Test
  void shouldRefuseWhatItDoesNotHandle() {
    ConvolutionLayer.Builder strided = new ConvolutionLayer.Builder(5, 5).nOut(3).stride(2, 2);
    ConvolutionLayer.Builder dilated = new ConvolutionLayer.Builder(5, 5).nOut(3).dilation(2, 2);
    ConvolutionLayer.Builder same =
        new ConvolutionLayer.Builder(5, 5).nOut(3).convolutionMode(ConvolutionMode.Same);

    assertThatThrownBy(() -> new FastConvolution(strided, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FastConvolution(dilated, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FastConvolution(same, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Largest difference of one weight's gradient, as a share of the largest gradient. */
  private static double relativeError(Model own, Model fast, String name) {
    INDArray expected = own.gradient().getGradientFor(name);
    INDArray found = fast.gradient().getGradientFor(name);
    assertThat(expected.amaxNumber().doubleValue()).isPositive();
    return found.sub(expected).amaxNumber().doubleValue() / expected.amaxNumber().doubleValue();
  }

  private static void computeGradients(Model network) {
    ImageSet images = Mnist.train(IMAGES);
    ImageEncoder encoder =
        new ImageEncoder(new Preprocessing(28, 28, Preprocessing.Fit.MNIST, 1 / 255.0, 0));
    float[] inputs = new float[IMAGES * 784];
    INDArray targets = Nd4j.zeros(IMAGES, 10);
    for (int i = 0; i < IMAGES; i++) {
      encoder.encode(images.image(i), 28, 28, inputs, i * 784);
      targets.putScalar(i, images.label(i), 1);
    }
    INDArray batch = Nd4j.createFromArray(inputs).reshape(IMAGES, 1, 28, 28);
    if (network instanceof ComputationGraph graph) {
      graph.setInputs(batch);
      graph.setLabels(targets);
      graph.computeGradientAndScore();
    } else {
      MultiLayerNetwork chain = (MultiLayerNetwork) network;
      chain.setInput(batch);
      chain.setLabels(targets);
      chain.computeGradientAndScore();
    }
  }

  private static Model network(Family family, ConvolutionMaker convolution) {
    return new Architecture(family, 28, 28, 10)
        .forTraining(NO_DROPOUT, 1, new Sgd(0.1), convolution, new double[0]);
  }
}
