package org.inkstream.trainer.onnx;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.inkstream.trainer.imported.ChainBuilder;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Nodes that look at an image through a window, as ONNX's description of each operator has it. */
final class ImageLayers {

  private final ChainBuilder builder;
  private final Constants constants;

  ImageLayers(ChainBuilder builder, Constants constants) {
    this.builder = builder;
    this.constants = constants;
  }

  /** Conv. */
  void addConvolution(Node node, Layout layout) throws UnimportableException {
    requireChannelsFirst(node, layout);
    node.require("group", 1);
    INDArray kernel = constants.get(node.input(1), node);
    if (kernel.rank() != 4) {
      throw node.refused("its kernel has %d sides, not 4".formatted(kernel.rank()));
    }
    long[] size = {kernel.size(2), kernel.size(3)};
    if (!Arrays.equals(size, node.integers("kernel_shape", size))) {
      throw node.refused("kernel_shape is not that of its weights");
    }
    Window window = Window.of(node, size, layout.sides()[1], layout.sides()[2]);
    if (!window.isSymmetric() && !window.isSame(layout.sides()[1], layout.sides()[2])) {
      int[] pads = window.pads();
      builder.addZeroPadding(node, pads[0], pads[2], pads[1], pads[3]);
      window = new Window(window.kernel(), window.stride(), window.dilation(), new int[4]);
    }
    builder.addConvolution(
        node,
        new ConvolutionLayer.Builder(window.kernel(), window.stride(), window.padding())
            .dilation(window.dilation())
            .convolutionMode(window.mode())
            .nOut(kernel.size(0))
            .activation(new ActivationIdentity())
            .build(),
        kernel,
        constants.input(node, 2));
  }

  /** MaxPool and AveragePool. */
  void addPool(Node node, Layout layout) throws UnimportableException {
    requireChannelsFirst(node, layout);
    node.require("storage_order", 0);
    boolean average = node.kind().equals("AveragePool");
    Window window =
        Window.of(node, node.integers("kernel_shape"), layout.sides()[1], layout.sides()[2]);
    if (window.dilation()[0] != 1 || window.dilation()[1] != 1) {
      throw node.refused("a pool with dilations is not imported");
    }
    int[] pads = window.pads();
    if (average && window.isPadded()) {
      if (node.integer("count_include_pad", 0) == 0) {
        throw node.refused("a mean that leaves padding out is not imported");
      }
      builder.addZeroPadding(node, pads[0], pads[2], pads[1], pads[3]);
      window = new Window(window.kernel(), window.stride(), window.dilation(), new int[4]);
    } else if (!window.isSymmetric() && !window.isSame(layout.sides()[1], layout.sides()[2])) {
      throw node.refused("pads %s cannot be imported".formatted(Arrays.toString(pads)));
    }
    builder.addPool(
        node,
        new SubsamplingLayer.Builder(
                average ? SubsamplingLayer.PoolingType.AVG : SubsamplingLayer.PoolingType.MAX,
                window.kernel(),
                window.stride(),
                window.padding())
            .convolutionMode(window.mode())
            .build());
  }

  /** GlobalMaxPool and GlobalAveragePool. */
  void addGlobalPool(Node node, PoolingType how, Layout layout) throws UnimportableException {
    requireChannelsFirst(node, layout);
    builder.addGlobalPool(node, how);
  }

  /** ReduceMax and ReduceMean, which over rows and columns are global pools. */
  void addReduction(Node node, PoolingType how, Layout layout) throws UnimportableException {
    int rank = layout.sides().length + 1;
    long[] axes = constants.listed(node, "axes", 1);
    for (int i = 0; i < axes.length; i++) {
      axes[i] = Shapes.axis(node, axes[i], rank);
    }
    Arrays.sort(axes);
    long[] wanted = layout.channelsLast() ? new long[] {1, 2} : new long[] {2, 3};
    if (rank != 4 || !Arrays.equals(axes, wanted)) {
      throw node.refused("it is over other axes than rows and columns");
    }
    builder.addGlobalPool(node, how);
  }

  /** Pad. */
  void addPad(Node node, Layout layout) throws UnimportableException {
    requireChannelsFirst(node, layout);
    long[] pads = constants.listed(node, "pads", 1);
    INDArray value = constants.input(node, 2);
    boolean zero = node.number("value", 0) == 0 && (value == null || value.getDouble(0) == 0);
    boolean sides =
        pads.length == 8
            && Arrays.stream(pads).allMatch(pad -> pad >= 0 && pad <= Window.LARGEST)
            && pads[0] + pads[1] + pads[4] + pads[5] == 0;
    if (!node.text("mode", "constant").equals("constant")
        || !zero
        || !sides
        || !node.input(3).isEmpty()) {
      throw node.refused("zeros beside rows and columns are imported, and no other padding");
    }
    if (Arrays.stream(pads).anyMatch(pad -> pad > 0)) {
      builder.addZeroPadding(node, (int) pads[2], (int) pads[6], (int) pads[3], (int) pads[7]);
    }
  }

  private static void requireChannelsFirst(Node node, Layout layout) throws UnimportableException {
    if (layout.sides().length != 3 || layout.channelsLast()) {
      throw node.refused(
          "its input is %s, no image with the channels first"
              .formatted(Shapes.shown(layout.sides())));
    }
  }
}
