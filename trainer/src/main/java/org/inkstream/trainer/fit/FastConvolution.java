package org.inkstream.trainer.fit;

import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.convolution.Convolution;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A rectified convolution that learns faster than Deeplearning4j's own, for training only: the
 * forward pass is Deeplearning4j's, the gradients are the same numbers computed in another way.
 *
 * <p>Deeplearning4j computes the activation again in its backward pass, goes through an operation
 * of its own for the rectifier, and gives the first layer a gradient of the image that nobody asks
 * for. Without these an epoch of the CNN takes about half as long (docs/performance.md).
 *
 * <p>Handles what {@link org.inkstream.trainer.network.Family} uses: NCHW, stride 1, no dilation,
 * with bias.
 */
final class FastConvolution extends ConvolutionLayer {

  private final boolean first;

  /**
   * @param first whether nobody asks for the gradient of its input
   */
  FastConvolution(ConvolutionLayer.Builder settings, boolean first) {
    super(settings);
    this.first = first;
    if (!ones(getStride())
        || !ones(getDilation())
        || getConvolutionMode() == ConvolutionMode.Same
        || getCnn2dDataFormat() != CNN2DFormat.NCHW
        || !hasBias()) {
      throw new IllegalArgumentException("a convolution of a kind not handled: " + this);
    }
  }

  private static boolean ones(int[] values) {
    return Arrays.equals(values, new int[] {1, 1});
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray weights,
      boolean initialise,
      DataType type) {
    if (!(getActivationFn() instanceof ActivationReLU)) {
      throw new IllegalArgumentException("expected a rectifier, found " + getActivationFn());
    }
    Backward layer = new Backward(conf, type, first);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(weights);
    layer.setParamTable(initializer().init(conf, weights, initialise));
    layer.setConf(conf);
    return layer;
  }

  /** The layer at work. */
  private static final class Backward
      extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {

    private final boolean first;
    private INDArray activated;

    Backward(NeuralNetConfiguration conf, DataType type, boolean first) {
      super(conf, type);
      this.first = first;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray result = super.activate(training, workspaces);
      activated = training ? result : null;
      return result;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      INDArray delta = working(workspaces, epsilon.dataType(), activated.shape());
      Nd4j.exec(
          DynamicCustomOp.builder("relu_bp")
              .addInputs(activated, epsilon)
              .addOutputs(delta)
              .build());
      INDArray weightGradient = gradientViews.get("W");
      INDArray biasGradient = gradientViews.get("b");
      INDArray inputGradient = null;
      if (first) {
        delta.sum(biasGradient, 0, 2, 3);
        ofWeights(delta, weightGradient, workspaces);
      } else {
        inputGradient =
            workspaces.createUninitialized(
                ArrayType.ACTIVATION_GRAD, epsilon.dataType(), input.shape(), 'c');
        int[] kernel = layerConf().getKernelSize();
        int[] padding = layerConf().getPadding();
        Nd4j.exec(
            DynamicCustomOp.builder("conv2d_bp")
                .addInputs(input, getParam("W"), getParam("b"), delta)
                .addOutputs(inputGradient, weightGradient, biasGradient)
                // Kernel, stride, padding, dilation, not "same", NCHW, kernels as [out, in, y, x].
                .addIntegerArguments(
                    kernel[0], kernel[1], 1, 1, padding[0], padding[1], 1, 1, 0, 0, 1)
                .build());
      }
      activated = null;
      weightNoiseParams.clear();
      Gradient gradient = new DefaultGradient();
      gradient.setGradientFor("b", biasGradient);
      gradient.setGradientFor("W", weightGradient, 'c');
      return new Pair<>(gradient, inputGradient);
    }

    /** The weights' gradient as products of matrices: errors by windows of the image. */
    private void ofWeights(INDArray delta, INDArray weightGradient, LayerWorkspaceMgr workspaces) {
      int[] kernel = layerConf().getKernelSize();
      int[] padding = layerConf().getPadding();
      long batch = delta.size(0);
      long maps = delta.size(1);
      long positions = delta.size(2) * delta.size(3);
      long window = input.size(1) * kernel[0] * kernel[1];
      INDArray windows =
          working(
              workspaces,
              delta.dataType(),
              batch,
              input.size(1),
              kernel[0],
              kernel[1],
              delta.size(2),
              delta.size(3));
      Convolution.im2col(input, kernel[0], kernel[1], 1, 1, padding[0], padding[1], false, windows);
      INDArray ofEach = working(workspaces, delta.dataType(), batch, maps, window);
      Nd4j.matmul(
          delta.reshape(batch, maps, positions),
          windows.reshape(batch, window, positions).permute(0, 2, 1),
          ofEach);
      ofEach.sum(weightGradient.reshape(maps, window), 0);
    }

    private static INDArray working(LayerWorkspaceMgr workspaces, DataType type, long... shape) {
      return workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, type, shape, 'c');
    }
  }
}
