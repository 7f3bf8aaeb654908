package org.inkstream.trainer.imported;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes layers in the form that the trainer's own have: channels first, activations in the layers
 * that they follow, a bias everywhere. Weights of another shape than the layers' are refused.
 */
public final class ChainBuilder {

  /** Beside a variance of one it vanishes in single precision; zero is not allowed everywhere. */
  private static final double NO_EPSILON = 1e-12;

  private static final long MOST_OUTPUTS = 1_000;

  private final Chain chain;

  /** Adds the layers to a chain. */
  public ChainBuilder(Chain chain) {
    this.chain = chain;
  }

  /**
   * A dense layer.
   *
   * @param outputs of the layer
   * @param activation after it
   * @param matrix inputs × outputs
   * @param bias one for each output; null if there is none
   * @param channelsLast whether the inputs are those of an image that was flattened row by row,
   *     with the channels of a pixel side by side
   */
  public void addDense(
      Part part,
      long outputs,
      IActivation activation,
      INDArray matrix,
      INDArray bias,
      boolean channelsLast)
      throws UnimportableException {
    if (!chain.isFlat()) {
      throw part.refused("it is applied to an image; a Flatten is missing before it");
    }
    InputType input = chain.type();
    long inputs = input.arrayElementsPerExample();
    INDArray weights = ofShape(part, matrix, inputs, outputs);
    if (channelsLast
        && input instanceof InputType.InputTypeConvolutional image
        && image.getChannels() > 1) {
      weights =
          weights
              .dup('c')
              .reshape('c', image.getHeight(), image.getWidth(), image.getChannels(), outputs)
              .permute(2, 0, 1, 3)
              .dup('c')
              .reshape('c', inputs, outputs);
    }
    chain.add(
        part,
        new DenseLayer.Builder().nOut(outputs).activation(activation).build(),
        Map.of("W", weights, "b", bias(part, bias, outputs)));
  }

  /**
   * A convolution.
   *
   * @param layer with everything but its number of inputs
   * @param kernel outputs × channels × rows × columns
   * @param bias one for each output; null if there is none
   */
  public void addConvolution(Part part, ConvolutionLayer layer, INDArray kernel, INDArray bias)
      throws UnimportableException {
    long channels = chain.requireImage(part).getChannels();
    int[] size = layer.getKernelSize();
    long outputs = layer.getNOut();
    INDArray weights = ofShape(part, kernel, outputs, channels, size[0], size[1]);
    chain.add(part, layer, Map.of("W", weights, "b", bias(part, bias, outputs)));
  }

  /** A maximum or mean of each window. */
  public void addPool(Part part, SubsamplingLayer layer) throws UnimportableException {
    chain.requireImage(part);
    chain.add(part, layer, Map.of());
  }

  /** A maximum or mean of each channel. */
  public void addGlobalPool(Part part, PoolingType how) throws UnimportableException {
    chain.requireImage(part);
    chain.add(part, new GlobalPoolingLayer(how), Map.of());
    chain.flatten();
  }

  /**
   * Rows and columns of zeros.
   *
   * @param sides how many at the top, the bottom, the left and the right
   */
  public void addZeroPadding(Part part, int... sides) throws UnimportableException {
    chain.requireImage(part);
    chain.add(part, new ZeroPaddingLayer.Builder(sides).build(), Map.of());
  }

  /** A batch normalisation by these statistics, one of each for each channel. */
  public void addNormalization(
      Part part, double epsilon, INDArray gamma, INDArray beta, INDArray mean, INDArray variance)
      throws UnimportableException {
    long features = features(part);
    chain.add(
        part,
        new BatchNormalization.Builder().useLogStd(false).eps(epsilon).build(),
        Map.of(
            "gamma", ofShape(part, gamma, features),
            "beta", ofShape(part, beta, features),
            "mean", ofShape(part, mean, features),
            "var", ofShape(part, variance, features)));
  }

  /**
   * Multiplies each channel and adds to it: within the layer before, if that does so itself; else
   * as a batch normalisation, which does nothing but this.
   *
   * @param scale one for each channel
   * @param shift one for each channel
   */
  public void addAffine(Part part, INDArray scale, INDArray shift) throws UnimportableException {
    long features = features(part);
    INDArray factors = ofShape(part, scale, features).castTo(DataType.DOUBLE);
    INDArray terms = ofShape(part, shift, features).castTo(DataType.DOUBLE);
    if (chain.last() instanceof BatchNormalization) {
      Map<String, INDArray> statistics = new HashMap<>(chain.lastWeights());
      statistics.computeIfPresent("gamma", (name, gamma) -> factors.mul(gamma));
      statistics.computeIfPresent("beta", (name, beta) -> factors.mul(beta).add(terms));
      chain.setLastWeights(statistics);
      return;
    }
    if (!isLinear()) {
      INDArray zero = Nd4j.zeros(features);
      addNormalization(part, NO_EPSILON, factors, terms, zero, Nd4j.onesLike(zero));
      return;
    }
    Map<String, INDArray> weights = chain.lastWeights();
    INDArray matrix = weights.get("W").castTo(DataType.DOUBLE);
    // Outputs are the columns of a dense layer's matrix, and the first dimension of a kernel.
    INDArray moved =
        matrix.mul(
            matrix.rank() == 2 ? factors.reshape(1, features) : factors.reshape(features, 1, 1, 1));
    INDArray bias = weights.get("b").castTo(DataType.DOUBLE).mul(factors).add(terms);
    chain.setLastWeights(Map.of("W", moved, "b", bias));
  }

  /** An activation, within the layer before where that has none. */
  public void addActivation(Part part, IActivation activation) throws UnimportableException {
    if (isLinear()) {
      ((BaseLayer) chain.last()).setActivationFn(activation);
    } else if (!(activation instanceof ActivationIdentity)) {
      chain.add(part, new ActivationLayer(activation), Map.of());
    }
  }

  /**
   * A softmax over what the last layer gives: within a dense layer, and where there is none, in one
   * that changes nothing.
   */
  public void addFinalSoftmax(Part part) throws UnimportableException {
    chain.flatten();
    if (!endsInScores()) {
      long outputs = chain.type().arrayElementsPerExample();
      if (outputs > MOST_OUTPUTS) {
        throw part.refused("it has %d outputs".formatted(outputs));
      }
      addDense(part, outputs, new ActivationIdentity(), Nd4j.eye(outputs), null, false);
    }
    addActivation(part, new ActivationSoftmax());
  }

  /** Whether the last layer is dense and gives scores, as it has no activation. */
  public boolean endsInScores() {
    return chain.last() instanceof DenseLayer && isLinear();
  }

  /**
   * Makes probabilities of what the last layer gives, which is a score for each class.
   *
   * @return what whoever imports the network should know
   */
  public String addSoftmaxOfScores(Part part) throws UnimportableException {
    addFinalSoftmax(part);
    return "the file answers scores without a softmax; the bundle has one";
  }

  /** Channels of an image, else numbers. */
  private long features(Part part) throws UnimportableException {
    if (chain.type() instanceof InputType.InputTypeConvolutional image) {
      if (chain.isFlat()) {
        throw part.refused("it follows a Flatten of an image, where it cannot be imported");
      }
      return image.getChannels();
    }
    return chain.type().arrayElementsPerExample();
  }

  private boolean isLinear() {
    return chain.last() instanceof BaseLayer base
        && (base instanceof DenseLayer || base instanceof ConvolutionLayer)
        && base.getActivationFn() instanceof ActivationIdentity;
  }

  private static INDArray bias(Part part, INDArray bias, long outputs)
      throws UnimportableException {
    return bias == null ? Nd4j.zeros(outputs) : ofShape(part, bias, outputs);
  }

  private static INDArray ofShape(Part part, INDArray weights, long... shape)
      throws UnimportableException {
    if (weights == null || !Arrays.equals(weights.shape(), shape)) {
      throw part.refused(
          "its weights are %s where %s belong"
              .formatted(
                  weights == null ? "missing" : Arrays.toString(weights.shape()),
                  Arrays.toString(shape)));
    }
    return weights;
  }
}
