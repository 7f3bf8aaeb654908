package org.inkstream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.trainer.mnist.Mnist;
import org.inkstream.trainer.network.Architecture;
import org.inkstream.trainer.network.Family;
import org.inkstream.trainer.network.Hyperparameters;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class FastConvolutionTest {

  private static final int IMAGES = 16;
  private static final Hyperparameters NO_DROPOUT =
      new Hyperparameters(1, IMAGES, 0.1, 0.2, 0, 0, 0, false, 1);

  @Test
  void shouldHaveTheGradientsOfDeeplearning4jsOwnLayer() {
    MultiLayerNetwork own = network(ConvolutionLayer.Builder::build);
    MultiLayerNetwork fast = network(FastConvolution::new);
    fast.setParams(own.params());

    INDArray expected = gradients(own);
    INDArray found = gradients(fast);

    assertThat(fast.score()).isCloseTo(own.score(), within(1e-5));
    // Layer by layer, because the gradients of the first are much larger than those of the last.
    own.paramTable()
        .forEach(
            (name, weights) ->
                assertThat(relativeError(own, fast, name)).as(name).isLessThan(1e-4));
    assertThat(expected.norm2Number().doubleValue()).isPositive();
    assertThat(found.length()).isEqualTo(expected.length());
  }

  @Test
  void shouldRefuseWhatItDoesNotHandle() {
    ConvolutionLayer.Builder strided = new ConvolutionLayer.Builder(5, 5).nOut(3).stride(2, 2);
    ConvolutionLayer.Builder padded = new ConvolutionLayer.Builder(5, 5).nOut(3).padding(1, 1);
    ConvolutionLayer.Builder same =
        new ConvolutionLayer.Builder(5, 5).nOut(3).convolutionMode(ConvolutionMode.Same);

    assertThatThrownBy(() -> new FastConvolution(strided))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FastConvolution(padded))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FastConvolution(same))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Largest difference of one weight's gradient, as a share of the largest gradient. */
  private static double relativeError(MultiLayerNetwork own, MultiLayerNetwork fast, String name) {
    INDArray expected = own.gradient().getGradientFor(name);
    INDArray found = fast.gradient().getGradientFor(name);
    return found.sub(expected).amaxNumber().doubleValue() / expected.amaxNumber().doubleValue();
  }

  private static INDArray gradients(MultiLayerNetwork network) {
    ImageSet images = Mnist.train(IMAGES);
    ImageEncoder encoder =
        new ImageEncoder(new Preprocessing(28, 28, Preprocessing.Fit.MNIST, 1 / 255.0, 0));
    float[] inputs = new float[IMAGES * 784];
    INDArray targets = Nd4j.zeros(IMAGES, 10);
    for (int i = 0; i < IMAGES; i++) {
      encoder.encode(images.image(i), 28, 28, inputs, i * 784);
      targets.putScalar(i, images.label(i), 1);
    }
    network.setInput(Nd4j.createFromArray(inputs).reshape(IMAGES, 1, 28, 28));
    network.setLabels(targets);
    network.computeGradientAndScore();
    return network.getFlattenedGradients();
  }

  private static MultiLayerNetwork network(
      Function<ConvolutionLayer.Builder, ConvolutionLayer> convolution) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new Architecture(Family.CNN, 28, 28, 10)
                .forTraining(NO_DROPOUT, 1, new Sgd(0.1), convolution));
    network.init();
    return network;
  }
}
