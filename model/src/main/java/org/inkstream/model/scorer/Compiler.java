package org.inkstream.model.scorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Translates a feed-forward or convolutional network into steps that ND4J runs without
 * Deeplearning4j in between. What it cannot translate with certainty it leaves to {@link
 * LayeredNetwork}.
 */
final class Compiler {

  /** Of a result that a step in place has replaced. */
  private static final int GONE = -1;

  private final List<Step> steps = new ArrayList<>();

  /** Of each part, the number of steps after which its result is there. */
  private final List<Integer> results = new ArrayList<>();

  private long[] row;

  private Compiler(long[] inputRow) {
    this.row = inputRow.clone();
  }

  /**
   * The network's steps up to the logits, or empty if one of its parts is of a kind not handled.
   * The steps own copies of the weights.
   *
   * @param inputRow shape of one input: {features} or {height, width, channels}
   */
  static Optional<List<Step>> compile(List<Part> parts, long... inputRow) {
    Compiler compiler = new Compiler(inputRow);
    for (int i = 0; i < parts.size(); i++) {
      if (!compiler.add(parts.get(i), i == 0, i == parts.size() - 1)) {
        compiler.steps.forEach(step -> step.weights().forEach(INDArray::close));
        return Optional.empty();
      }
      compiler.results.add(compiler.steps.size());
    }
    return Optional.of(List.copyOf(compiler.steps));
  }

  private boolean add(Part part, boolean first, boolean last) {
    if (part instanceof Part.OfLayer of) {
      // The first one is the network's input, which the caller has looked at.
      boolean known =
          first || of.before() == null || of.before() instanceof CnnToFeedForwardPreProcessor;
      return known && add(of.layer(), last);
    }
    return addSum(results.get(((Part.Addition) part).other()));
  }

  private boolean addSum(int other) {
    if (other < 1
        || other == steps.size()
        || !Arrays.equals(steps.get(other - 1).outputRow(), row)) {
      return false;
    }
    replaceLast();
    steps.add(new Step.Addition(other, row));
    return true;
  }

  /** What is in the last block will be replaced: nobody may read it any more. */
  private void replaceLast() {
    results.replaceAll(result -> result == steps.size() ? GONE : result);
  }

  private boolean add(Layer layer, boolean last) {
    var configuration = layer.conf().getLayer();
    // Exact classes: a subclass (Deconvolution2D, for one) computes something else.
    Class<?> kind = configuration.getClass();
    if (kind == ConvolutionLayer.class && !last) {
      return addConvolution(layer, (ConvolutionLayer) configuration);
    }
    if (kind == SubsamplingLayer.class && !last) {
      return addPool((SubsamplingLayer) configuration);
    }
    if (kind == DenseLayer.class && !last) {
      return !((DenseLayer) configuration).hasLayerNorm()
          && addDense(layer, (DenseLayer) configuration)
          && addActivation(((DenseLayer) configuration).getActivationFn());
    }
    if (kind == DropoutLayer.class && !last) {
      return true;
    }
    return last
        && configuration instanceof BaseOutputLayer output
        && output.hasBias()
        && output.getActivationFn() instanceof ActivationSoftmax
        && addDense(layer, output);
  }

  private boolean addConvolution(Layer layer, ConvolutionLayer conf) {
    if (row.length != 3
        || !conf.hasBias()
        || conf.getCnn2dDataFormat() != CNN2DFormat.NCHW
        || !undilated(conf.getDilation())
        || !plain(conf.getConvolutionMode())) {
      return false;
    }
    Step.Window window =
        window(
            conf.getKernelSize(),
            conf.getStride(),
            conf.getPadding(),
            conf.getConvolutionMode() == ConvolutionMode.Same);
    // DL4J keeps kernels as [out, in, height, width]; ND4J's NHWC convolution wants them reversed.
    INDArray kernel = detached(layer.getParam("W").permute(2, 3, 1, 0));
    INDArray bias = detached(layer.getParam("b").reshape(conf.getNOut()));
    row = resized(window, conf.getNOut());
    steps.add(new Step.Convolution(kernel, bias, row, window));
    return addActivation(conf.getActivationFn());
  }

  private boolean addPool(SubsamplingLayer conf) {
    if (row.length != 3
        || conf.getPoolingType() != org.deeplearning4j.nn.conf.layers.PoolingType.MAX
        || conf.getCnn2dDataFormat() != CNN2DFormat.NCHW
        || !undilated(conf.getDilation())
        || !plain(conf.getConvolutionMode())) {
      return false;
    }
    Step.Window window =
        window(
            conf.getKernelSize(),
            conf.getStride(),
            conf.getPadding(),
            conf.getConvolutionMode() == ConvolutionMode.Same);
    row = resized(window, row[2]);
    Step pool = new Step.MaxPool(row, window);
    int end = steps.size() - 1;
    if (end >= 0 && steps.get(end) instanceof Step.Relu && conf.getPadding()[0] == 0) {
      // The maximum of the rectified is the rectified maximum, with fewer values to rectify.
      replaceLast();
      steps.set(end, pool);
      steps.add(new Step.Relu(row));
    } else {
      steps.add(pool);
    }
    return true;
  }

  private boolean addDense(Layer layer, FeedForwardLayer conf) {
    INDArray matrix = layer.getParam("W");
    if (layer.getParam("b") == null || matrix.size(0) != size(row)) {
      return false;
    }
    if (row.length == 3) {
      // DL4J flattens channels first, we flatten channels last: the rows of the matrix move.
      matrix =
          matrix
              .dup('c')
              .reshape('c', row[2], row[0], row[1], conf.getNOut())
              .permute(1, 2, 0, 3)
              .dup('c')
              .reshape('c', size(row), conf.getNOut());
    }
    row = new long[] {conf.getNOut()};
    steps.add(
        new Step.Dense(
            detached(matrix), detached(layer.getParam("b").reshape(conf.getNOut())), row));
    return true;
  }

  private boolean addActivation(IActivation activation) {
    if (activation instanceof ActivationReLU relu && isPlain(relu)) {
      steps.add(new Step.Relu(row));
      return true;
    }
    return activation instanceof ActivationIdentity;
  }

  private static boolean isPlain(ActivationReLU relu) {
    return relu.equals(new ActivationReLU());
  }

  private static boolean plain(ConvolutionMode mode) {
    return mode == ConvolutionMode.Truncate || mode == ConvolutionMode.Same;
  }

  private static boolean undilated(int[] dilation) {
    return dilation == null || (dilation[0] == 1 && dilation[1] == 1);
  }

  private static Step.Window window(int[] kernel, int[] stride, int[] padding, boolean same) {
    return new Step.Window(
        kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1], same);
  }

  private long[] resized(Step.Window window, long channels) {
    return new long[] {
      resized(row[0], window.height(), window.strideY(), window.padY(), window.same()),
      resized(row[1], window.width(), window.strideX(), window.padX(), window.same()),
      channels
    };
  }

  private static long resized(long size, int window, int stride, int pad, boolean same) {
    return same ? (size + stride - 1) / stride : (size + 2L * pad - window) / stride + 1;
  }

  private static long size(long[] shape) {
    long size = 1;
    for (long dimension : shape) {
      size *= dimension;
    }
    return size;
  }

  private static INDArray detached(INDArray array) {
    INDArray copy =
        Nd4j.createUninitializedDetached(org.nd4j.linalg.api.buffer.DataType.FLOAT, array.shape());
    return copy.assign(array);
  }
}
