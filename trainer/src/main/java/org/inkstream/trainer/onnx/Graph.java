package org.inkstream.trainer.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * A graph with one input and one output: its nodes, each after those whose outputs it takes.
 *
 * @param opset version of ONNX's operators
 * @param input name of the image
 * @param inputShape of a batch of images; the first side stands for any number of them
 * @param output name of what the network answers
 * @param weights that are stored with the graph, by name
 */
record Graph(
    long opset,
    String input,
    long[] inputShape,
    String output,
    Map<String, Onnx.TensorProto> weights,
    List<Node> nodes) {

  /**
   * How many images a batch of any size has where sizes are computed: a prime that is no side of an
   * image, so that it shows where the batch went.
   */
  private static final long ANY_BATCH = 1_000_003;

  private static final int MOST = 10_000;
  private static final long LONGEST_SIDE = 1 << 22;

  /** Of one image, which keeps every product of sides within a long. */
  private static final long MOST_PIXELS = 1 << 22;

  /** Before 7 operators took the shapes of others by rules of their own; 23 is the last known. */
  private static final long FIRST_OPSET = 7;

  private static final long LAST_OPSET = 23;

  /** Looks at everything but the nodes' own meaning. */
  static Graph of(Onnx.ModelProto model) throws UnimportableException {
    Onnx.GraphProto graph = model.getGraph();
    if (graph.getNodeCount() == 0 || graph.getNodeCount() > MOST) {
      throw new UnimportableException("its graph has %d nodes".formatted(graph.getNodeCount()));
    }
    if (graph.getSparseInitializerCount() > 0) {
      throw new UnimportableException("it has sparse weights");
    }
    Map<String, Onnx.TensorProto> weights = weights(graph);
    Onnx.ValueInfoProto input = input(graph, weights);
    if (graph.getOutputCount() != 1) {
      throw new UnimportableException(
          "it has %d outputs; networks with one are imported".formatted(graph.getOutputCount()));
    }
    List<Node> nodes = new ArrayList<>();
    Set<String> known = new HashSet<>(weights.keySet());
    known.add(input.getName());
    for (Onnx.NodeProto proto : graph.getNodeList()) {
      Node node = new Node(proto);
      for (String taken : node.inputs()) {
        if (!taken.isEmpty() && !known.contains(taken)) {
          throw node.refused(
              "its input '%s' is neither stored nor made by a node before it"
                  .formatted(Part.oneLine(taken)));
        }
      }
      for (String made : proto.getOutputList()) {
        if (!made.isEmpty() && !known.add(made)) {
          throw node.refused("'%s' is made twice".formatted(Part.oneLine(made)));
        }
      }
      nodes.add(node);
    }
    return new Graph(
        opset(model),
        input.getName(),
        shape(input),
        graph.getOutput(0).getName(),
        weights,
        List.copyOf(nodes));
  }

  private static Map<String, Onnx.TensorProto> weights(Onnx.GraphProto graph)
      throws UnimportableException {
    if (graph.getInitializerCount() > MOST) {
      throw new UnimportableException("it has %d weights".formatted(graph.getInitializerCount()));
    }
    Map<String, Onnx.TensorProto> weights = new HashMap<>();
    for (Onnx.TensorProto tensor : graph.getInitializerList()) {
      if (weights.put(tensor.getName(), tensor) != null) {
        throw new UnimportableException(
            "two weights are called '%s'".formatted(Part.oneLine(tensor.getName())));
      }
    }
    return weights;
  }

  /** In files of older exporters weights are inputs too. */
  private static Onnx.ValueInfoProto input(
      Onnx.GraphProto graph, Map<String, Onnx.TensorProto> weights) throws UnimportableException {
    List<Onnx.ValueInfoProto> inputs =
        graph.getInputList().stream().filter(one -> !weights.containsKey(one.getName())).toList();
    if (inputs.size() != 1) {
      throw new UnimportableException(
          "it has %d inputs; networks with one, the image, are imported".formatted(inputs.size()));
    }
    return inputs.get(0);
  }

  private static long opset(Onnx.ModelProto model) throws UnimportableException {
    long opset = 0;
    for (Onnx.OperatorSetIdProto one : model.getOpsetImportList()) {
      if (one.getDomain().isEmpty() || one.getDomain().equals("ai.onnx")) {
        opset = one.getVersion();
      }
    }
    if (opset < FIRST_OPSET || opset > LAST_OPSET) {
      throw new UnimportableException(
          "its opset is %d; %d to %d are known".formatted(opset, FIRST_OPSET, LAST_OPSET));
    }
    return opset;
  }

  private static long[] shape(Onnx.ValueInfoProto input) throws UnimportableException {
    String name = Part.oneLine(input.getName());
    Onnx.TypeProto.Tensor tensor = input.getType().getTensorType();
    switch (tensor.getElemType()) {
      case Onnx.TensorProto.DataType.FLOAT_VALUE,
          Onnx.TensorProto.DataType.DOUBLE_VALUE,
          Onnx.TensorProto.DataType.FLOAT16_VALUE -> {}
      default ->
          throw new UnimportableException(
              "its input '%s' is not of floats, doubles or halves".formatted(name));
    }
    List<Onnx.TensorShapeProto.Dimension> sides = tensor.getShape().getDimList();
    if (sides.size() < 2 || sides.size() > 4) {
      throw new UnimportableException(
          "its input '%s' has %d dimensions; a batch of images has two to four"
              .formatted(name, sides.size()));
    }
    long[] shape = new long[sides.size()];
    long pixels = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sides.get(i).getDimValue();
      if (i == 0 && !sides.get(i).hasDimValue()) {
        shape[i] = ANY_BATCH;
      }
      if (shape[i] < 1 || shape[i] > LONGEST_SIDE) {
        throw new UnimportableException(
            "its input '%s' has no fixed size; only the batch may be of any".formatted(name));
      }
      pixels *= i == 0 ? 1 : shape[i];
      if (pixels > MOST_PIXELS) {
        throw new UnimportableException(
            "its input '%s' has more than %d pixels".formatted(name, MOST_PIXELS));
      }
    }
    return shape;
  }
}
