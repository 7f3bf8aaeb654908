package org.inkstream.trainer.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.inkstream.trainer.imported.Chain;
import org.inkstream.trainer.imported.ChainBuilder;
import org.inkstream.trainer.imported.ImportedNetwork;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes layers of nodes that compute, as ONNX's description of each operator has it. */
final class LayerMaker {

  private static final long MOST_NUMBERS = 1 << 22;

  /** Besides activations. */
  private static final Set<String> KINDS =
      Set.of(
          "Conv",
          "Gemm",
          "MatMul",
          "MaxPool",
          "AveragePool",
          "GlobalMaxPool",
          "GlobalAveragePool",
          "ReduceMax",
          "ReduceMean",
          "Pad",
          "BatchNormalization",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Softmax",
          "LogSoftmax");

  private final Constants constants;
  private final Arithmetic arithmetic;
  private final List<String> remarks = new ArrayList<>();
  private Chain chain;
  private ChainBuilder builder;
  private ImageLayers images;
  private Node last;
  private boolean probabilities;

  LayerMaker(Constants constants) {
    this.constants = constants;
    this.arithmetic = new Arithmetic(constants);
  }

  /**
   * Adds what a node computes.
   *
   * @param image name of the input that is the image; the others are constant
   * @return how the next node finds the numbers
   */
  Layout add(Node node, String image, Layout layout) throws UnimportableException {
    Optional<IActivation> activation = Activations.of(node);
    if (activation.isEmpty() && !KINDS.contains(node.kind())) {
      throw node.refused("an operator that cannot be imported");
    }
    start(node, layout);
    if (layout.isFlat()) {
      chain.flatten();
    }
    last = node;
    if (activation.isPresent()) {
      builder.addActivation(node, activation.get());
      return new Layout(layout.sides(), layout.channelsLast(), false);
    }
    switch (node.kind()) {
      case "Conv" -> {
        requireFirst(node, image);
        images.addConvolution(node, layout);
      }
      case "Gemm" -> addGemm(node, image, layout);
      case "MatMul" -> addProduct(node, image, layout);
      case "MaxPool", "AveragePool" -> images.addPool(node, layout);
      case "GlobalMaxPool" -> images.addGlobalPool(node, PoolingType.MAX, layout);
      case "GlobalAveragePool" -> images.addGlobalPool(node, PoolingType.AVG, layout);
      case "ReduceMax" -> images.addReduction(node, PoolingType.MAX, layout);
      case "ReduceMean" -> images.addReduction(node, PoolingType.AVG, layout);
      case "Pad" -> images.addPad(node, layout);
      case "BatchNormalization" -> addNormalization(node, layout);
      case "Add", "Sub", "Mul", "Div" -> arithmetic.add(builder, node, image, layout);
      case "Softmax", "LogSoftmax" -> addSoftmax(node, layout);
      default -> throw new IllegalArgumentException(node.described());
    }
    return made(node, layout);
  }

  /** What the chain gives now, under the sides that ONNX has for it. */
  private Layout made(Node node, Layout before) throws UnimportableException {
    InputType type = chain.type();
    if (type.arrayElementsPerExample() < 1 || type.arrayElementsPerExample() > MOST_NUMBERS) {
      throw node.refused("it makes more numbers than any network here may");
    }
    if (type instanceof InputType.InputTypeConvolutional image && !chain.isFlat()) {
      long[] first = {image.getChannels(), image.getHeight(), image.getWidth()};
      return before.channelsLast()
          ? new Layout(new long[] {first[1], first[2], first[0]}, true, false)
          : new Layout(first, false, false);
    }
    // A vector is [channels], or [channels, 1, 1] where a pool has kept rows and columns.
    boolean kept =
        switch (node.kind()) {
          case "ReduceMax", "ReduceMean" -> node.integer("keepdims", 1) != 0;
          default -> !before.isFlat();
        };
    long count = type.arrayElementsPerExample();
    return new Layout(kept ? new long[] {count, 1, 1} : new long[] {count}, false, false);
  }

  private void start(Node node, Layout layout) throws UnimportableException {
    if (chain != null) {
      return;
    }
    long[] sides = layout.sides();
    if (sides.length == 1) {
      chain = new Chain(1, Math.toIntExact(sides[0]), true);
    } else if (sides.length == 3 && sides[0] == 1) {
      chain = new Chain(Math.toIntExact(sides[1]), Math.toIntExact(sides[2]), false);
    } else {
      throw node.refused(
          "its input is %s; images of one channel are imported, as 1 x rows x columns or pixels"
              .formatted(Shapes.shown(sides)));
    }
    builder = new ChainBuilder(chain);
    images = new ImageLayers(builder, constants);
  }

  private void addGemm(Node node, String image, Layout layout) throws UnimportableException {
    requireFirst(node, image);
    node.require("transA", 0);
    INDArray matrix = matrix(node);
    if (node.integer("transB", 0) != 0) {
      matrix = matrix.transpose();
    }
    INDArray bias = constants.input(node, 2);
    if (bias != null) {
      bias = Arithmetic.spread(node, bias, matrix.size(1)).mul(node.number("beta", 1));
    }
    addDense(node, layout, matrix.mul(node.number("alpha", 1)), bias);
  }

  private void addProduct(Node node, String image, Layout layout) throws UnimportableException {
    requireFirst(node, image);
    addDense(node, layout, matrix(node), null);
  }

  private INDArray matrix(Node node) throws UnimportableException {
    INDArray matrix = constants.get(node.input(1), node);
    if (matrix.rank() != 2) {
      throw node.refused("its weights have %d sides, not 2".formatted(matrix.rank()));
    }
    return matrix;
  }

  private void addDense(Node node, Layout layout, INDArray matrix, INDArray bias)
      throws UnimportableException {
    if (!layout.isFlat()) {
      throw node.refused("it is applied to an image that is not flattened");
    }
    builder.addDense(
        node, matrix.size(1), new ActivationIdentity(), matrix, bias, layout.channelsLast());
  }

  private void addNormalization(Node node, Layout layout) throws UnimportableException {
    if (layout.channelsLast()) {
      throw node.refused("its channels come last");
    }
    node.require("training_mode", 0);
    node.require("is_test", 1);
    node.require("spatial", 1);
    arithmetic.addNormalization(builder, node);
  }

  private void addSoftmax(Node node, Layout layout) throws UnimportableException {
    long otherwise = constants.opset() < 13 ? 1 : -1;
    int axis = Shapes.axis(node, node.integer("axis", otherwise), layout.sides().length + 1);
    if (!layout.isVector() || axis != layout.channelAxis()) {
      throw node.refused("it is over an image, not over the outputs");
    }
    builder.addFinalSoftmax(node);
    probabilities = true;
    if (node.kind().equals("LogSoftmax")) {
      remarks.add("the file answers logarithms of probabilities; the bundle answers probabilities");
    }
  }

  /** The network, with a softmax if it has none; what answers anything else is refused. */
  ImportedNetwork end(Layout layout) throws UnimportableException {
    if (chain == null) {
      throw new UnimportableException("nothing is computed of the image");
    }
    if (!probabilities) {
      if (Activations.of(last).isPresent() || !layout.isVector()) {
        throw last.refused("the network must end in a softmax, or in one score for each class");
      }
      remarks.add(builder.addSoftmaxOfScores(last));
    }
    return new ImportedNetwork(chain.build(), remarks);
  }

  private static void requireFirst(Node node, String image) throws UnimportableException {
    if (!node.input(0).equals(image)) {
      throw node.refused("the image is not its first input");
    }
  }
}
