package org.inkstream.trainer.onnx;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * Where a convolution or pool looks, in the words of ONNX's operators Conv, MaxPool and
 * AveragePool; of each the rows first.
 *
 * @param pads at the top, the left, the bottom and the right
 */
record Window(int[] kernel, int[] stride, int[] dilation, int[] pads) {

  static final long LARGEST = 4_096;

  /**
   * The window of a node.
   *
   * @param rows of the image before it
   * @param columns of the image before it
   */
  static Window of(Node node, long[] kernel, long rows, long columns) throws UnimportableException {
    int[] size = sides(node, "kernel_shape", kernel, 2, 1);
    int[] stride = sides(node, "strides", node.integers("strides", 1, 1), 2, 1);
    int[] dilation = sides(node, "dilations", node.integers("dilations", 1, 1), 2, 1);
    int[] pads = sides(node, "pads", node.integers("pads", 0, 0, 0, 0), 4, 0);
    switch (node.text("auto_pad", "NOTSET")) {
      case "NOTSET" -> {}
      case "VALID" -> pads = new int[4];
      case "SAME_UPPER" -> pads = same(size, stride, dilation, rows, columns);
      default ->
          throw node.refused("auto_pad %s cannot be imported".formatted(node.text("auto_pad", "")));
    }
    Window window = new Window(size, stride, dilation, pads);
    if (node.integer("ceil_mode", 0) != 0
        && (window.left(0, rows) % stride[0] != 0 || window.left(1, columns) % stride[1] != 0)) {
      throw node.refused("ceil_mode cannot be imported where a window is cut short");
    }
    if (window.left(0, rows) < 0 || window.left(1, columns) < 0) {
      throw node.refused("its window is larger than the image");
    }
    return window;
  }

  /** As TensorFlow pads, the odd row and column at the end. */
  private static int[] same(int[] size, int[] stride, int[] dilation, long rows, long columns) {
    long[] image = {rows, columns};
    int[] pads = new int[4];
    for (int i = 0; i < 2; i++) {
      long steps = (image[i] + stride[i] - 1) / stride[i];
      long all = (steps - 1) * stride[i] + (size[i] - 1L) * dilation[i] + 1 - image[i];
      pads[i] = (int) (Math.max(0, all) / 2);
      pads[i + 2] = (int) (Math.max(0, all) - pads[i]);
    }
    return pads;
  }

  boolean isPadded() {
    return Arrays.stream(pads).anyMatch(pad -> pad > 0);
  }

  /** Whether there is as much at the end as at the beginning. */
  boolean isSymmetric() {
    return pads[0] == pads[2] && pads[1] == pads[3];
  }

  /** Whether Deeplearning4j pads so of itself. */
  boolean isSame(long rows, long columns) {
    return dilation[0] == 1
        && dilation[1] == 1
        && Arrays.equals(pads, same(kernel, stride, dilation, rows, columns));
  }

  /** How Deeplearning4j is to pad; not asked of what {@link #isSymmetric} and isSame deny. */
  ConvolutionMode mode() {
    return isSymmetric() ? ConvolutionMode.Truncate : ConvolutionMode.Same;
  }

  /** Rows and columns at the beginning, as far as Deeplearning4j is to be told. */
  int[] padding() {
    return isSymmetric() ? new int[] {pads[0], pads[1]} : new int[2];
  }

  private long left(int axis, long side) {
    return side + pads[axis] + pads[axis + 2] - (kernel[axis] - 1L) * dilation[axis] - 1;
  }

  private static int[] sides(Node node, String attribute, long[] given, int count, long least)
      throws UnimportableException {
    if (given.length != count
        || Arrays.stream(given).anyMatch(side -> side < least || side > LARGEST)) {
      throw node.refused("%s %s cannot be imported".formatted(attribute, Shapes.shown(given)));
    }
    return Arrays.stream(given).mapToInt(Math::toIntExact).toArray();
  }
}
