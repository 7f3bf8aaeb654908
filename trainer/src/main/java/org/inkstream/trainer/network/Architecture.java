package org.inkstream.trainer.network;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A network before it has weights.
 *
 * @param family kind of network
 * @param width width of an image in pixels
 * @param height height of an image in pixels
 * @param classes number of outputs, at least 2
 * @param hidden sizes of the hidden layers, for families that leave them open; otherwise empty
 */
public record Architecture(
    Family family, int width, int height, int classes, List<Integer> hidden) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the images are too small for the family, or there is
   *     nothing to tell apart
   */
  public Architecture {
    Objects.requireNonNull(family, "family");
    if (Math.min(width, height) < family.smallestSide()) {
      throw new IllegalArgumentException(
          "a %s needs images of at least %d x %d pixels, these have %d x %d"
              .formatted(family, family.smallestSide(), family.smallestSide(), width, height));
    }
    if (classes < 2) {
      throw new IllegalArgumentException("at least two classes are needed, found " + classes);
    }
    hidden = List.copyOf(hidden);
    if (hidden.isEmpty() != family.hidden().isEmpty()) {
      throw new IllegalArgumentException("a %s with hidden layers %s".formatted(family, hidden));
    }
  }

  /** With the hidden layers that the family usually has. */
  public Architecture(Family family, int width, int height, int classes) {
    this(family, width, height, classes, family.hidden());
  }

  /**
   * A batch of images as the network for training takes it.
   *
   * @param rows encoded images, one after another
   */
  public INDArray shaped(INDArray rows, int batch) {
    return switch (family) {
      case CNN -> rows.reshape(batch, 1, height, width);
      // Deeplearning4j wants the steps, which are the rows of the image, last.
      case LSTM -> rows.reshape(batch, height, width).permute(0, 2, 1);
      default -> rows.reshape(batch, (long) width * height);
    };
  }

  /**
   * The network as it is saved: layers of Deeplearning4j's own only, images as flat rows, nothing
   * of its training. Its weights are in the same order as those of {@link #forTraining}.
   */
  public MultiLayerConfiguration forServing() {
    InputType input =
        family == Family.CNN ? InputType.convolutionalFlat(height, width, 1) : unfolded();
    return configuration(
        // A seed, though nothing is random, because otherwise the time of day would be saved.
        new NeuralNetConfiguration.Builder().seed(0).updater(new NoOp()),
        input,
        family.layers(this, 0, ConvolutionLayer.Builder::build));
  }

  /**
   * The network as it is trained.
   *
   * @param seed of the initial weights and of what dropout leaves out
   * @param updater turns gradients into changes of the weights
   * @param convolution makes a convolution layer of its settings
   */
  public MultiLayerConfiguration forTraining(
      Hyperparameters settings,
      long seed,
      IUpdater updater,
      Function<ConvolutionLayer.Builder, ConvolutionLayer> convolution) {
    InputType input = family == Family.CNN ? InputType.convolutional(height, width, 1) : unfolded();
    return configuration(
        new NeuralNetConfiguration.Builder().seed(seed).updater(updater).l2(settings.l2()),
        input,
        family.layers(this, settings.dropout(), convolution));
  }

  private InputType unfolded() {
    return family == Family.LSTM
        ? InputType.recurrent(width, height)
        : InputType.feedForward((long) width * height);
  }

  private static MultiLayerConfiguration configuration(
      NeuralNetConfiguration.Builder builder, InputType input, List<Layer> layers) {
    return builder
        .weightInit(WeightInit.RELU)
        .activation(Activation.RELU)
        .list(layers.toArray(Layer[]::new))
        .setInputType(input)
        .build();
  }
}
