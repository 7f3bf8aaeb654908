package org.inkstream.trainer.keras;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes layers anew of translated ones, in the form that the trainer's own have: channels first,
 * activations in the layers that they follow, a bias everywhere. Nothing of the file gets in but
 * numbers and known activations.
 */
final class ChainBuilder {

  /** Those that Keras and Deeplearning4j compute alike, with no arguments. */
  private static final Set<String> ACTIVATIONS =
      Set.of("linear", "relu", "tanh", "sigmoid", "softmax", "elu", "selu", "softplus", "softsign");

  private final Chain chain;

  /** Adds the layers to a chain. */
  ChainBuilder(Chain chain) {
    this.chain = chain;
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
        chain.requireImage(text);
        chain.add(
            text, new GlobalPoolingLayer(((GlobalPoolingLayer) layer).getPoolingType()), Map.of());
        chain.flatten();
      }
      case "BatchNormalization" -> addNormalization(text, (BatchNormalization) layer, weights);
      case "ZeroPadding2D" -> {
        chain.requireImage(text);
        chain.add(
            text,
            new ZeroPaddingLayer.Builder(((ZeroPaddingLayer) layer).getPadding()).build(),
            Map.of());
      }
      case "Activation", "ReLU", "Softmax" ->
          addActivation(text, ((ActivationLayer) layer).getActivationFn());
      default -> throw text.refused("a kind of layer that cannot be imported");
    }
  }

  /** Refuses activations that are not known by name. */
  static void checkActivation(LayerText text) throws UnimportableException {
    text.require("activation", ACTIVATIONS.toArray());
  }

  private void addDense(LayerText text, DenseLayer dense, Map<String, INDArray> weights)
      throws UnimportableException {
    if (!chain.isFlat()) {
      throw text.refused("it is applied to an image; a Flatten is missing before it");
    }
    InputType input = chain.type();
    long inputs = input.arrayElementsPerExample();
    long outputs = dense.getNOut();
    INDArray matrix = ofShape(text, weights.get("W"), inputs, outputs);
    if (input instanceof InputType.InputTypeConvolutional image && image.getChannels() > 1) {
      // Keras flattens channels last, Deeplearning4j channels first.
      matrix =
          matrix
              .dup('c')
              .reshape('c', image.getHeight(), image.getWidth(), image.getChannels(), outputs)
              .permute(2, 0, 1, 3)
              .dup('c')
              .reshape('c', inputs, outputs);
    }
    chain.add(
        text,
        new DenseLayer.Builder().nOut(outputs).activation(dense.getActivationFn()).build(),
        Map.of("W", matrix, "b", bias(text, weights, outputs)));
  }

  private void addConvolution(LayerText text, ConvolutionLayer layer, Map<String, INDArray> weights)
      throws UnimportableException {
    long channels = chain.requireImage(text).getChannels();
    int[] kernel = layer.getKernelSize();
    long outputs = layer.getNOut();
    chain.add(
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
    chain.requireImage(text);
    ConvolutionMode mode = mode(text, layer.getConvolutionMode());
    boolean average = text.kind().startsWith("Average");
    if (average && mode == ConvolutionMode.Same) {
      throw text.refused("an average over padding is not imported; padding must be valid");
    }
    chain.add(
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
    if (chain.type() instanceof InputType.InputTypeConvolutional image) {
      if (chain.isFlat()) {
        throw text.refused("it follows a Flatten of an image, where it cannot be imported");
      }
      features = image.getChannels();
      text.require("axis", -1, 3);
    } else {
      features = chain.type().arrayElementsPerExample();
      text.require("axis", -1, 1);
    }
    chain.add(
        text,
        new BatchNormalization.Builder().useLogStd(false).eps(layer.getEps()).build(),
        Map.of(
            "gamma", ofShape(text, weights.get("gamma"), features),
            "beta", ofShape(text, weights.get("beta"), features),
            "mean", ofShape(text, weights.get("mean"), features),
            "var", ofShape(text, weights.get("var"), features)));
  }

  private void addActivation(LayerText text, IActivation activation) throws UnimportableException {
    if (chain.last() instanceof BaseLayer base
        && (base instanceof DenseLayer || base instanceof ConvolutionLayer)
        && base.getActivationFn() instanceof ActivationIdentity) {
      base.setActivationFn(activation);
    } else if (!(activation instanceof ActivationIdentity)) {
      chain.add(text, new ActivationLayer(activation), Map.of());
    }
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
