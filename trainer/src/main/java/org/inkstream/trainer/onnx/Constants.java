package org.inkstream.trainer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import onnx.Onnx;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers that do not depend on the image: weights, and what nodes make of them or of sizes.
 * Exporters leave such arithmetic in the graph; it is done here once. Floats or longs.
 */
final class Constants {

  /** Of a list of sizes, axes or places; and of what is counted out one by one. */
  private static final int MOST_LISTED = 10_000;

  private static final long MOST_NUMBERS = 1L << 24;

  /** Of all together: weights of the largest network, and what is made of them on the way. */
  private static final long MOST_HELD = 3 * MOST_NUMBERS;

  private final Map<String, Onnx.TensorProto> stored;
  private final Map<String, INDArray> known = new HashMap<>();
  private final long opset;
  private long held;

  Constants(Graph graph) {
    this.stored = graph.weights();
    this.opset = graph.opset();
  }

  /** Version of ONNX's operators. */
  long opset() {
    return opset;
  }

  /**
   * The numbers of this name.
   *
   * @param user the node that needs them
   */
  INDArray get(String name, Node user) throws UnimportableException {
    INDArray found = known.get(name);
    if (found != null) {
      return found;
    }
    Onnx.TensorProto tensor = stored.get(name);
    if (tensor == null) {
      throw user.refused("one of its inputs is missing");
    }
    return keep(name, Tensors.read(tensor, user), user);
  }

  /** One input of a node; null if it is left out. */
  INDArray input(Node node, int index) throws UnimportableException {
    return node.input(index).isEmpty() ? null : get(node.input(index), node);
  }

  /** A short list of integers. */
  long[] integers(String name, Node user) throws UnimportableException {
    INDArray array = get(name, user);
    if (array.dataType() != DataType.INT64 || array.rank() > 1 || array.length() > MOST_LISTED) {
      throw user.refused("one of its inputs is no list of integers");
    }
    return array.rank() == 0 ? new long[] {array.getLong(0)} : array.toLongVector();
  }

  /** What newer opsets give as an input, and older as an attribute; empty if it is not given. */
  long[] listed(Node node, String attribute, int input) throws UnimportableException {
    return node.input(input).isEmpty()
        ? node.integers(attribute)
        : integers(node.input(input), node);
  }

  /** Gives a name to a list of integers. */
  void put(String name, long... values) {
    known.put(name, Nd4j.createFromArray(values));
  }

  /** Computes a node all of whose inputs are constant. */
  void compute(Node node) throws UnimportableException {
    try {
      keep(node.output(), computed(node), node);
    } catch (RuntimeException e) {
      // Shapes and axes that do not fit fail in ND4J in many ways.
      throw node.refused(e);
    }
  }

  private INDArray keep(String name, INDArray array, Node node) throws UnimportableException {
    held += array.length();
    if (held > MOST_HELD) {
      throw node.refused("with it there are more than %d constant numbers".formatted(MOST_HELD));
    }
    known.put(name, array);
    return array;
  }

  private INDArray computed(Node node) throws UnimportableException {
    return switch (node.kind()) {
      case "Constant" -> constant(node);
      case "ConstantOfShape" -> filled(node);
      case "Identity" -> get(node.input(0), node);
      case "Shape" -> Nd4j.createFromArray(get(node.input(0), node).shape());
      case "Cast" -> get(node.input(0), node).castTo(type(node));
      case "Reshape" -> {
        INDArray array = get(node.input(0), node);
        long[] target = integers(node.input(1), node);
        yield array.dup('c').reshape('c', Shapes.reshaped(node, array.shape(), target));
      }
      case "Unsqueeze" -> {
        INDArray array = get(node.input(0), node);
        yield array.reshape(Shapes.unsqueezed(node, array.shape(), listed(node, "axes", 1)));
      }
      case "Squeeze" -> {
        INDArray array = get(node.input(0), node);
        yield array.reshape(Shapes.squeezed(node, array.shape(), listed(node, "axes", 1)));
      }
      case "Transpose" -> {
        INDArray array = get(node.input(0), node);
        yield array.permute(Shapes.order(node, array.rank())).dup('c');
      }
      case "Concat" -> concat(node);
      case "Gather" -> gather(node);
      case "Slice" -> slice(node);
      case "Add", "Sub", "Mul" -> combined(node);
      default -> throw node.refused("an operator that cannot be imported");
    };
  }

  private INDArray combined(Node node) throws UnimportableException {
    INDArray first = get(node.input(0), node);
    INDArray second = get(node.input(1), node);
    requireFew(node, Shapes.broadcast(first.shape(), second.shape()));
    return switch (node.kind()) {
      case "Add" -> first.add(second);
      case "Sub" -> first.sub(second);
      default -> first.mul(second);
    };
  }

  /** Before they are made. */
  private static void requireFew(Node node, long count) throws UnimportableException {
    if (count > MOST_NUMBERS) {
      throw node.refused("it makes %d numbers".formatted(count));
    }
  }

  private static INDArray constant(Node node) throws UnimportableException {
    if (node.has("value_int")) {
      return Nd4j.scalar(node.integer("value_int", 0));
    }
    if (node.has("value_ints")) {
      return Nd4j.createFromArray(node.integers("value_ints"));
    }
    if (node.has("value_float")) {
      return Nd4j.scalar((float) node.number("value_float", 0));
    }
    return Tensors.read(node.tensor("value"), node);
  }

  private INDArray filled(Node node) throws UnimportableException {
    long[] shape = integers(node.input(0), node);
    Shapes.requireRank(node, shape.length);
    long count = 1;
    for (long side : shape) {
      count = side < 1 || side > MOST_LISTED ? MOST_LISTED + 1 : count * side;
      if (count > MOST_LISTED) {
        throw node.refused("it fills more than %d numbers".formatted(MOST_LISTED));
      }
    }
    INDArray value = node.has("value") ? Tensors.read(node.tensor("value"), node) : Nd4j.scalar(0f);
    return Nd4j.valueArrayOf(shape, value.getDouble(0), value.dataType());
  }

  private static DataType type(Node node) throws UnimportableException {
    return switch ((int) node.integer("to", 0)) {
      case Onnx.TensorProto.DataType.FLOAT_VALUE, Onnx.TensorProto.DataType.DOUBLE_VALUE ->
          DataType.FLOAT;
      case Onnx.TensorProto.DataType.INT64_VALUE, Onnx.TensorProto.DataType.INT32_VALUE ->
          DataType.INT64;
      default -> throw node.refused("to %d cannot be imported".formatted(node.integer("to", 0)));
    };
  }

  private INDArray concat(Node node) throws UnimportableException {
    List<INDArray> parts = new ArrayList<>();
    long count = 0;
    for (String name : node.inputs()) {
      parts.add(get(name, node));
      count += parts.get(parts.size() - 1).length();
    }
    if (parts.isEmpty()) {
      throw node.refused("it joins nothing");
    }
    requireFew(node, count);
    return Nd4j.concat(
        Shapes.axis(node, node.integer("axis", 0), parts.get(0).rank()),
        parts.toArray(INDArray[]::new));
  }

  private INDArray gather(Node node) throws UnimportableException {
    INDArray array = get(node.input(0), node);
    int axis = Shapes.axis(node, node.integer("axis", 0), array.rank());
    long side = array.size(axis);
    long[] places =
        Arrays.stream(integers(node.input(1), node))
            .map(place -> place < 0 ? place + side : place)
            .toArray();
    INDArray taken = taken(node, array, axis, places);
    return get(node.input(1), node).rank() == 0
        ? taken.reshape(Shapes.squeezed(node, taken.shape(), new long[] {axis}))
        : taken;
  }

  private INDArray slice(Node node) throws UnimportableException {
    INDArray array = get(node.input(0), node);
    long[] starts = listed(node, "starts", 1);
    long[] ends = listed(node, "ends", 2);
    long[] axes = listed(node, "axes", 3);
    if (axes.length == 0) {
      axes = LongStream.range(0, starts.length).toArray();
    }
    if (axes.length > array.rank()) {
      throw node.refused("it has %d axes of %d".formatted(axes.length, array.rank()));
    }
    long[] steps = node.input(4).isEmpty() ? new long[0] : integers(node.input(4), node);
    for (int i = 0; i < axes.length; i++) {
      int axis = Shapes.axis(node, axes[i], array.rank());
      long[] places =
          Shapes.slice(starts[i], ends[i], steps.length == 0 ? 1 : steps[i], array.size(axis));
      array = taken(node, array, axis, places);
    }
    return array;
  }

  private static INDArray taken(Node node, INDArray array, int axis, long[] places)
      throws UnimportableException {
    if (places.length == 0
        || places.length > MOST_LISTED
        || Arrays.stream(places).anyMatch(place -> place < 0 || place >= array.size(axis))) {
      throw node.refused("it takes what is not there");
    }
    requireFew(node, places.length * (array.length() / array.size(axis)));
    INDArray[] parts =
        Arrays.stream(places).mapToObj(place -> array.slice(place, axis)).toArray(INDArray[]::new);
    return Nd4j.stack(axis, parts);
  }
}
