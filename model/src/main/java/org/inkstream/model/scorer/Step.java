package org.inkstream.model.scorer;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One operation of a compiled network: the weights, shared by all scorers, and how to run them on
 * one scorer's memory. Images are laid out NHWC, which oneDNN runs fastest.
 */
sealed interface Step {

  /** Shape of one row of the result. */
  long[] outputRow();

  /** Trained arrays in native memory; the network closes them. */
  List<INDArray> weights();

  /** True if the result replaces the input. */
  default boolean inPlace() {
    return false;
  }

  /** The operation on the first {@code rows} rows; for a step in place both blocks are the same. */
  BoundOp bind(NativeBlock input, NativeBlock output, int rows);

  /** A convolution with bias and no activation. */
  record Convolution(INDArray kernel, INDArray bias, long[] outputRow, Window window)
      implements Step {
    @Override
    public List<INDArray> weights() {
      return List.of(kernel, bias);
    }

    @Override
    public BoundOp bind(NativeBlock input, NativeBlock output, int rows) {
      return BoundOp.custom(
          "conv2d",
          List.of(input.rows(rows), kernel, bias),
          output.rows(rows),
          window.arguments(Window.FORMAT_OF_WEIGHTS));
    }
  }

  /** The largest value of each window. */
  record MaxPool(long[] outputRow, Window window) implements Step {
    @Override
    public List<INDArray> weights() {
      return List.of();
    }

    @Override
    public BoundOp bind(NativeBlock input, NativeBlock output, int rows) {
      return BoundOp.custom(
          "maxpool2d", List.of(input.rows(rows)), output.rows(rows), window.arguments(1));
    }
  }

  /** A matrix product with bias; an image is flattened row by row, channels last. */
  record Dense(INDArray matrix, INDArray bias, long[] outputRow) implements Step {
    @Override
    public List<INDArray> weights() {
      return List.of(matrix, bias);
    }

    @Override
    public BoundOp bind(NativeBlock input, NativeBlock output, int rows) {
      return BoundOp.custom(
          "xw_plus_b", List.of(input.as(rows, matrix.size(0)), matrix, bias), output.rows(rows));
    }
  }

  /** max(x, 0). */
  record Relu(long[] outputRow) implements Step {
    @Override
    public List<INDArray> weights() {
      return List.of();
    }

    @Override
    public boolean inPlace() {
      return true;
    }

    @Override
    public BoundOp bind(NativeBlock input, NativeBlock output, int rows) {
      INDArray values = output.rows(rows);
      Op op = new RectifiedLinear(values, values, 0.0);
      return BoundOp.of(() -> Nd4j.getExecutioner().exec(op));
    }
  }

  /**
   * A sliding window.
   *
   * @param same true for padding that keeps the size (ConvolutionMode.Same)
   */
  record Window(int height, int width, int strideY, int strideX, int padY, int padX, boolean same) {

    /** Kernels are [height, width, channels in, channels out]. */
    static final int FORMAT_OF_WEIGHTS = 0;

    /**
     * Integer arguments of ND4J's conv2d and maxpool2d, for NHWC and no dilation.
     *
     * @param extra the argument that means another thing to each: weights' format of a convolution,
     *     and nothing to the maximum
     */
    int[] arguments(int extra) {
      return new int[] {height, width, strideY, strideX, padY, padX, 1, 1, same ? 1 : 0, extra, 1};
    }
  }
}
