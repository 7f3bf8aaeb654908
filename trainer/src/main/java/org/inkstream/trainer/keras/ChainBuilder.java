package org.inkstream.trainer.keras;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Builds a network anew from translated layers, in the form that the trainer's own have: channels
 * first, activations in the layers that they follow, a bias everywhere, an output layer at the end.
 * Nothing of the file gets in but numbers and known activations.
 */
final class ChainBuilder {

  /** Those that Keras and Deeplearning4j compute alike, with no arguments. */
  private static final Set<String> ACTIVATIONS =
      Set.of("linear", "relu", "tanh", "sigmoid", "softmax", "elu", "selu", "softplus", "softsign");

  /** A layer, and its weights by Deeplearning4j's names. */
  private record Link(LayerText text, Layer layer, Map<String, INDArray> weights) {}

  private final InputType input;
  private final List<Link> chain = new ArrayList<>();
  private InputType type;
  private boolean flat;

  /**
   * Nothing but the input.
   *
   * @param height rows of one image
   * @param width columns of one image
   * @param flat whether the layers take its pixels without rows and columns
   */
  ChainBuilder(int height, int width, boolean flat) {
    this.flat = flat;
    this.input =
        flat
            ? InputType.feedForward((long) height * width)
            : InputType.convolutionalFlat(height, width, 1);
    this.type = flat ? input : InputType.convolutional(height, width, 1);
  }

  /** Adds what a layer of Keras became; its activation has been looked at. */
  void add(LayerText text, KerasLayer translated) throws UnimportableException {
    Map<String, INDArray> weights = translated.getWeights();
    Layer layer = translated.getLayer();
    switch (text.kind()) {
      case "Dense" -> addDense(text, (DenseLayer) layer, weights);
      case "Conv2D", "Convolution2D" -> addConvolution(text, (ConvolutionLayer) layer, weights);
      case "MaxPooling2D", "AveragePooling2D" -> addPool(text, (SubsamplingLayer) layer);
      case "GlobalMaxPooling2D", "GlobalAveragePooling2D" -> {
        requireImage(text);
        add(text, new GlobalPoolingLayer(((GlobalPoolingLayer) layer).getPoolingType()), Map.of());
        flat = true;
      }
      case "BatchNormalization" -> addNormalization(text, (BatchNormalization) layer, weights);
      case "ZeroPadding2D" -> {
        requireImage(text);
        add(
            text,
            new ZeroPaddingLayer.Builder(((ZeroPaddingLayer) layer).getPadding()).build(),
            Map.of());
      }
      case "Activation", "ReLU", "Softmax" ->
          addActivation(text, ((ActivationLayer) layer).getActivationFn());
      default -> throw text.refused("a kind of layer that cannot be imported");
    }
  }

  /** From here on rows and columns are gone. */
  void flatten() {
    flat = true;
  }

  /** Refuses activations that are not known by name. */
  static void checkActivation(LayerText text) throws UnimportableException {
    text.require("activation", ACTIVATIONS.toArray());
  }

  private void addDense(LayerText text, DenseLayer dense, Map<String, INDArray> weights)
      throws UnimportableException {
    if (!flat) {
      throw text.refused("it is applied to an image; a Flatten is missing before it");
    }
    long inputs = type.arrayElementsPerExample();
    long outputs = dense.getNOut();
    INDArray matrix = ofShape(text, weights.get("W"), inputs, outputs);
    if (type instanceof InputType.InputTypeConvolutional image && image.getChannels() > 1) {
      // Keras flattens channels last, Deeplearning4j channels first.
      matrix =
          matrix
              .dup('c')
              .reshape('c', image.getHeight(), image.getWidth(), image.getChannels(), outputs)
              .permute(2, 0, 1, 3)
              .dup('c')
              .reshape('c', inputs, outputs);
    }
    type = InputType.feedForward(inputs);
    add(
        text,
        new DenseLayer.Builder().nOut(outputs).activation(dense.getActivationFn()).build(),
        Map.of("W", matrix, "b", bias(text, weights, outputs)));
  }

  private void addConvolution(LayerText text, ConvolutionLayer layer, Map<String, INDArray> weights)
      throws UnimportableException {
    long channels = requireImage(text).getChannels();
    int[] kernel = layer.getKernelSize();
    long outputs = layer.getNOut();
    add(
        text,
        new ConvolutionLayer.Builder(kernel, layer.getStride())
            .dilation(layer.getDilation())
            .convolutionMode(mode(text, layer.getConvolutionMode()))
            .nOut(outputs)
            .activation(layer.getActivationFn())
            .build(),
        Map.of(
            "W",
            ofShape(text, weights.get("W"), outputs, channels, kernel[0], kernel[1]),
            "b",
            bias(text, weights, outputs)));
  }

  private void addPool(LayerText text, SubsamplingLayer layer) throws UnimportableException {
    requireImage(text);
    ConvolutionMode mode = mode(text, layer.getConvolutionMode());
    boolean average = text.kind().startsWith("Average");
    if (average && mode == ConvolutionMode.Same) {
      throw text.refused("an average over padding is not imported; padding must be valid");
    }
    add(
        text,
        new SubsamplingLayer.Builder(
                average ? SubsamplingLayer.PoolingType.AVG : SubsamplingLayer.PoolingType.MAX,
                layer.getKernelSize(),
                layer.getStride())
            .convolutionMode(mode)
            .build(),
        Map.of());
  }

  private void addNormalization(
      LayerText text, BatchNormalization layer, Map<String, INDArray> weights)
      throws UnimportableException {
    long features;
    if (type instanceof InputType.InputTypeConvolutional image) {
      if (flat) {
        throw text.refused("it follows a Flatten of an image, where it cannot be imported");
      }
      features = image.getChannels();
      text.require("axis", -1, 3);
    } else {
      features = type.arrayElementsPerExample();
      text.require("axis", -1, 1);
    }
    add(
        text,
        new BatchNormalization.Builder().useLogStd(false).eps(layer.getEps()).build(),
        Map.of(
            "gamma", ofShape(text, weights.get("gamma"), features),
            "beta", ofShape(text, weights.get("beta"), features),
            "mean", ofShape(text, weights.get("mean"), features),
            "var", ofShape(text, weights.get("var"), features)));
  }

  private void addActivation(LayerText text, IActivation activation) throws UnimportableException {
    Link last = chain.isEmpty() ? null : chain.get(chain.size() - 1);
    if (last != null
        && (last.layer() instanceof DenseLayer || last.layer() instanceof ConvolutionLayer)
        && last.layer() instanceof BaseLayer base
        && base.getActivationFn() instanceof ActivationIdentity) {
      base.setActivationFn(activation);
    } else if (!(activation instanceof ActivationIdentity)) {
      add(text, new ActivationLayer(activation), Map.of());
    }
  }

  private void add(LayerText text, Layer layer, Map<String, INDArray> weights)
      throws UnimportableException {
    try {
      type = layer.getOutputType(chain.size(), type);
    } catch (RuntimeException e) {
      throw text.refused(e);
    }
    chain.add(new Link(text, layer, weights));
  }

  /**
   * The file as Deeplearning4j's ModelSerializer writes it.
   *
   * @throws UnimportableException if the chain does not end in probabilities
   */
  byte[] build() throws UnimportableException {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(0).updater(new NoOp()).list();
    for (int i = 0; i < chain.size(); i++) {
      Link link = chain.get(i);
      boolean softmax =
          link.layer() instanceof BaseLayer base
              && base.getActivationFn() instanceof ActivationSoftmax;
      boolean last = i == chain.size() - 1;
      if (softmax && !last) {
        throw link.text().refused("a softmax is imported in the last layer only");
      }
      if (last && !(softmax && link.layer() instanceof DenseLayer)) {
        throw link.text().refused("the network must end in a Dense layer with a softmax");
      }
      list.layer(last ? output((DenseLayer) link.layer()) : link.layer());
    }
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    try {
      for (int i = 0; i < chain.size(); i++) {
        for (Map.Entry<String, INDArray> one : chain.get(i).weights().entrySet()) {
          INDArray target = network.getLayer(i).getParam(one.getKey());
          target.assign(one.getValue().reshape(target.shape()));
        }
      }
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ModelSerializer.writeModel(network, file, false);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UnimportableException("it cannot be written anew: " + e.getMessage(), e);
    } finally {
      network.close();
    }
  }

  private static OutputLayer output(DenseLayer dense) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(dense.getNOut())
        .activation(new ActivationSoftmax())
        .build();
  }

  private InputType.InputTypeConvolutional requireImage(LayerText text)
      throws UnimportableException {
    if (!flat && type instanceof InputType.InputTypeConvolutional image) {
      return image;
    }
    throw text.refused("its input is no image of rows, columns and channels");
  }

  private static ConvolutionMode mode(LayerText text, ConvolutionMode mode)
      throws UnimportableException {
    text.require("padding", "valid", "same");
    text.require("border_mode", "valid", "same");
    return mode == ConvolutionMode.Same ? mode : ConvolutionMode.Truncate;
  }

  private static INDArray bias(LayerText text, Map<String, INDArray> weights, long outputs)
      throws UnimportableException {
    INDArray bias = weights.get("b");
    return bias == null ? Nd4j.zeros(outputs) : ofShape(text, bias, outputs);
  }

  private static INDArray ofShape(LayerText text, INDArray weights, long... shape)
      throws UnimportableException {
    if (weights == null || !Arrays.equals(weights.shape(), shape)) {
      throw text.refused(
          "its weights are %s where %s belong"
              .formatted(
                  weights == null ? "missing" : Arrays.toString(weights.shape()),
                  Arrays.toString(shape)));
    }
    return weights;
  }
}
