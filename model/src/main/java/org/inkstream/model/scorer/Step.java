package org.inkstream.model.scorer;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
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

  /**
   * Which result the step reads.
   *
   * @param step its own place, from 0
   * @return 0 for the input of the network, 1 for the result of the first step, and so on
   */
  default int reads(int step) {
    return step;
  }

  /**
   * The operation on the first {@code rows} rows.
   *
   * @param input what it {@link #reads}
   * @param output its result; for a step in place, that of the step before, to be replaced
   */
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
          window.convolution());
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
          "maxpool2d", List.of(input.rows(rows)), output.rows(rows), window.pool());
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
      INDArray in = input.as(rows, matrix.size(0));
      INDArray out = output.rows(rows);
      // BLAS, not ND4J's xw_plus_b: that one rearranges the matrix at each call, which for 800 x
      // 500
      // takes fifteen milliseconds.
      Op addBias = new BroadcastAddOp(out, bias, out, 1);
      return BoundOp.of(
          () -> {
            Nd4j.gemm(in, matrix, out, false, false, 1.0, 0.0);
            Nd4j.getExecutioner().exec(addBias);
          });
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
   * The result of an earlier step is added.
   *
   * @param other which, as {@link #reads} says
   */
  record Addition(int other, long[] outputRow) implements Step {
    @Override
    public List<INDArray> weights() {
      return List.of();
    }

    @Override
    public boolean inPlace() {
      return true;
    }

    @Override
    public int reads(int step) {
      return other;
    }

    @Override
    public BoundOp bind(NativeBlock input, NativeBlock output, int rows) {
      INDArray sum = output.rows(rows);
      return BoundOp.custom("add", List.of(sum, input.rows(rows)), sum);
    }
  }

  /**
   * A sliding window.
   *
   * @param same true for padding that keeps the size (ConvolutionMode.Same)
   */
  record Window(int height, int width, int strideY, int strideX, int padY, int padX, boolean same) {

    /** Integer arguments of ND4J's conv2d; kernels are [height, width, in, out]. */
    int[] convolution() {
      return arguments(NHWC, KERNELS_HWIO);
    }

    /** Integer arguments of ND4J's maxpool2d; the tenth is unused by a maximum. */
    int[] pool() {
      return arguments(0, NHWC);
    }

    private int[] arguments(int tenth, int eleventh) {
      return new int[] {
        height, width, strideY, strideX, padY, padX, 1, 1, same ? 1 : 0, tenth, eleventh
      };
    }

    private static final int NHWC = 1;
    private static final int KERNELS_HWIO = 0;
  }
}
