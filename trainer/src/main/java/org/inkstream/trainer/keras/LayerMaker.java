package org.inkstream.trainer.keras;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.inkstream.trainer.imported.Chain;
import org.inkstream.trainer.imported.ChainBuilder;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes layers anew of translated ones. Nothing of the file gets in but numbers and known
 * activations.
 */
final class LayerMaker {

  /** Those that Keras and Deeplearning4j compute alike, with no arguments. */
  private static final Set<String> ACTIVATIONS =
      Set.of("linear", "relu", "tanh", "sigmoid", "softmax", "elu", "selu", "softplus", "softsign");

  private final Chain chain;
  private final ChainBuilder builder;
  private final ImageOrder order;
  private final Origin origin;
  private boolean movedLast;

  /** Adds the layers to a chain. */
  LayerMaker(Chain chain, ImageOrder order, Origin origin) {
    this.chain = chain;
    this.builder = new ChainBuilder(chain);
    this.order = order;
    this.origin = origin;
  }

  /** From here on rows and columns are gone; only the first time means anything. */
  void flatten(LayerText text) throws UnimportableException {
    boolean moved = order.isMovedLast(text);
    movedLast = chain.isFlat() ? movedLast : moved;
    chain.flatten();
  }

  /** Gives scores a softmax; what whoever imports the network should know of it, if it does. */
  Optional<String> end(LayerText last) throws UnimportableException {
    return builder.endsInScores()
        ? Optional.of(builder.addSoftmaxOfScores(last))
        : Optional.empty();
  }

  /** Adds what a layer of Keras became; its activation has been looked at. */
  void add(LayerText text, KerasLayer translated) throws UnimportableException {
    Map<String, INDArray> weights = translated.getWeights();
    Layer layer = translated.getLayer();
    switch (text.kind()) {
      case "Dense" -> {
        DenseLayer dense = (DenseLayer) layer;
        builder.addDense(
            text,
            dense.getNOut(),
            dense.getActivationFn(),
            weights.get("W"),
            weights.get("b"),
            movedLast);
      }
      case "Conv2D", "Convolution2D" -> addConvolution(text, (ConvolutionLayer) layer, weights);
      case "MaxPooling2D", "AveragePooling2D" -> addPool(text, (SubsamplingLayer) layer);
      case "GlobalMaxPooling2D", "GlobalAveragePooling2D" ->
          builder.addGlobalPool(text, ((GlobalPoolingLayer) layer).getPoolingType());
      case "BatchNormalization" -> addNormalization(text, (BatchNormalization) layer, weights);
      case "ZeroPadding2D" -> builder.addZeroPadding(text, ((ZeroPaddingLayer) layer).getPadding());
      case "Activation", "ReLU", "Softmax" ->
          builder.addActivation(text, ((ActivationLayer) layer).getActivationFn());
      default -> throw text.refused("a kind of layer that cannot be imported");
    }
  }

  /** Refuses activations that are not known by name. */
  static void checkActivation(LayerText text) throws UnimportableException {
    text.require("activation", ACTIVATIONS.toArray());
  }

  private void addConvolution(LayerText text, ConvolutionLayer layer, Map<String, INDArray> weights)
      throws UnimportableException {
    ConvolutionMode mode = mode(text, layer.getConvolutionMode());
    ConvolutionLayer.Builder made =
        new ConvolutionLayer.Builder(layer.getKernelSize(), layer.getStride())
            .dilation(layer.getDilation())
            .nOut(layer.getNOut())
            .activation(layer.getActivationFn());
    if (mode == ConvolutionMode.Same && origin.isTheano(text)) {
      made.convolutionMode(ConvolutionMode.Truncate).padding(half(text, layer));
    } else {
      made.convolutionMode(mode);
    }
    builder.addConvolution(text, made.build(), weights.get("W"), weights.get("b"));
  }

  /**
   * Rows and columns before the image, and after it, where Theano pads to the same size: half a
   * kernel whatever the stride is, where TensorFlow has the odd one at the end.
   */
  private static int[] half(LayerText text, ConvolutionLayer layer) throws UnimportableException {
    int[] half = new int[2];
    for (int i = 0; i < half.length; i++) {
      int reach = (layer.getKernelSize()[i] - 1) * layer.getDilation()[i];
      if (reach % 2 != 0) {
        throw text.refused(
            "of Theano, 'same' is imported for kernels with an odd number of rows and columns");
      }
      half[i] = reach / 2;
    }
    return half;
  }

  private void addPool(LayerText text, SubsamplingLayer layer) throws UnimportableException {
    ConvolutionMode mode = mode(text, layer.getConvolutionMode());
    boolean average = text.kind().startsWith("Average");
    if (average && mode == ConvolutionMode.Same) {
      throw text.refused("an average over padding is not imported; padding must be valid");
    }
    if (mode == ConvolutionMode.Same && origin.isTheano(text)) {
      throw text.refused("Theano pads pools as no other; padding must be valid");
    }
    builder.addPool(
        text,
        new SubsamplingLayer.Builder(
                average ? SubsamplingLayer.PoolingType.AVG : SubsamplingLayer.PoolingType.MAX,
                layer.getKernelSize(),
                layer.getStride())
            .convolutionMode(mode)
            .build());
  }

  private void addNormalization(
      LayerText text, BatchNormalization layer, Map<String, INDArray> weights)
      throws UnimportableException {
    boolean image = chain.type() instanceof InputType.InputTypeConvolutional;
    if (image && order == ImageOrder.CHANNELS_FIRST) {
      text.config().putIfAbsent("axis", -1);
      text.require("axis", 1);
    } else {
      text.require("axis", -1, image ? 3 : 1);
    }
    builder.addNormalization(
        text,
        layer.getEps(),
        weights.get("gamma"),
        weights.get("beta"),
        weights.get("mean"),
        weights.get("var"));
  }

  private static ConvolutionMode mode(LayerText text, ConvolutionMode mode)
      throws UnimportableException {
    text.require("padding", "valid", "same");
    text.require("border_mode", "valid", "same");
    return mode == ConvolutionMode.Same ? mode : ConvolutionMode.Truncate;
  }
}
