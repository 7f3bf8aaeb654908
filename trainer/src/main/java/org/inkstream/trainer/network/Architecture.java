package org.inkstream.trainer.network;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

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
      case CNN, RESNET -> rows.reshape(batch, 1, height, width);
      // Deeplearning4j wants the steps, which are the rows of the image, last.
      case LSTM -> rows.reshape(batch, height, width).permute(0, 2, 1);
      default -> rows.reshape(batch, (long) width * height);
    };
  }

  /**
   * The network as it is saved: layers of Deeplearning4j's own only, images as flat rows, nothing
   * of its training. A MultiLayerNetwork, or a ComputationGraph if results are added.
   *
   * @param weights in the same order as those of {@link #forTraining}; copied
   */
  public Model forServing(INDArray weights) {
    InputType input = takesImages() ? InputType.convolutionalFlat(height, width, 1) : unfolded();
    // A seed, though nothing is random, because otherwise the time of day would be saved.
    return network(
        new NeuralNetConfiguration.Builder().seed(0).updater(new NoOp()),
        input,
        family.layers(this, 0, ConvolutionMaker.OWN),
        weights);
  }

  /**
   * The network as it is trained, with random weights.
   *
   * @param seed of the initial weights and of what dropout leaves out
   * @param updater turns gradients into changes of the weights
   * @param classWeights factor of each class in the loss; empty if all are 1
   */
  public Model forTraining(
      Hyperparameters settings,
      long seed,
      IUpdater updater,
      ConvolutionMaker convolution,
      double[] classWeights) {
    InputType input = takesImages() ? InputType.convolutional(height, width, 1) : unfolded();
    List<Layer> layers = family.layers(this, settings.dropout(), convolution);
    if (classWeights.length > 0) {
      // Into the loss: in the targets they would not scale the gradient of it.
      ((OutputLayer) layers.get(layers.size() - 1))
          .setLossFn(new LossMCXENT(Nd4j.create(classWeights).castTo(DataType.FLOAT)));
    }
    return network(
        new NeuralNetConfiguration.Builder().seed(seed).updater(updater).l2(settings.l2()),
        input,
        layers,
        null);
  }

  private boolean takesImages() {
    return family == Family.CNN || family == Family.RESNET;
  }

  private InputType unfolded() {
    return family == Family.LSTM
        ? InputType.recurrent(width, height)
        : InputType.feedForward((long) width * height);
  }

  private Model network(
      NeuralNetConfiguration.Builder builder,
      InputType input,
      List<Layer> layers,
      INDArray weights) {
    builder.weightInit(WeightInit.RELU).activation(Activation.RELU);
    Map<Integer, Integer> shortcuts = family.shortcuts(this);
    if (shortcuts.isEmpty()) {
      MultiLayerNetwork network =
          new MultiLayerNetwork(
              builder.list(layers.toArray(Layer[]::new)).setInputType(input).build());
      network.init(weights, weights != null);
      return network;
    }
    ComputationGraph network = new ComputationGraph(graph(builder, input, layers, shortcuts));
    network.init(weights, weights != null);
    return network;
  }

  private static ComputationGraphConfiguration graph(
      NeuralNetConfiguration.Builder builder,
      InputType input,
      List<Layer> layers,
      Map<Integer, Integer> shortcuts) {
    ComputationGraphConfiguration.GraphBuilder graph =
        builder.graphBuilder().addInputs("image").setInputTypes(input);
    String last = "image";
    for (int i = 0; i < layers.size(); i++) {
      String name = "layer" + i;
      graph.addLayer(name, layers.get(i), last);
      last = name;
      if (shortcuts.containsKey(i)) {
        last = "sum" + i;
        graph.addVertex(
            last,
            new ElementWiseVertex(ElementWiseVertex.Op.Add),
            name,
            "layer" + shortcuts.get(i));
      }
    }
    return graph.setOutputs(last).build();
  }
}
