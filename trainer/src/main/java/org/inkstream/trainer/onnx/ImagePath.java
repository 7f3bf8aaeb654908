package org.inkstream.trainer.onnx;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.inkstream.trainer.imported.ImportedNetwork;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * The way of the image through the graph: node by node, each taking what the one before made. What
 * only looks at its numbers in another way is followed here; what computes becomes a layer.
 */
final class ImagePath {

  private final Graph graph;
  private final Constants constants;
  private final LayerMaker maker;

  /** Sides of what the image has become so far, with the batch, by name. */
  private final Map<String, long[]> reached = new HashMap<>();

  private String current;
  private Layout layout;

  ImagePath(Graph graph, Constants constants) {
    this.graph = graph;
    this.constants = constants;
    this.maker = new LayerMaker(constants);
    long[] batch = graph.inputShape();
    become(graph.input(), new Layout(Arrays.copyOfRange(batch, 1, batch.length), false, true));
  }

  /** Whether a node takes what became of the image. */
  boolean reaches(Node node) {
    return node.inputs().stream().anyMatch(reached::containsKey);
  }

  /** Goes on through a node that the image reaches. */
  void follow(Node node) throws UnimportableException {
    if (node.kind().equals("Shape")) {
      long[] shape = reached.get(node.input(0));
      node.require("start", 0);
      if (node.has("end")) {
        throw node.refused("end cannot be imported");
      }
      constants.put(node.output(), shape);
      return;
    }
    List<String> taken = node.inputs().stream().filter(reached::containsKey).toList();
    if (!taken.equals(List.of(current))) {
      throw node.refused(
          "its input is %s, not what the node before it made; only chains are imported"
              .formatted(Part.oneLine(taken.toString())));
    }
    become(node.output(), after(node));
  }

  private Layout after(Node node) throws UnimportableException {
    return switch (node.kind()) {
      case "Identity" -> layout;
      case "Dropout" -> {
        node.require("is_test", 1);
        if (!node.input(2).isEmpty() && constants.integers(node.input(2), node)[0] != 0) {
          throw node.refused("it drops numbers; export the network for inference");
        }
        yield layout;
      }
      case "Cast" -> {
        long type = node.integer("to", 0);
        if (type != Onnx.TensorProto.DataType.FLOAT_VALUE
            && type != Onnx.TensorProto.DataType.DOUBLE_VALUE) {
          throw node.refused("to %d cannot be imported".formatted(type));
        }
        yield layout;
      }
      case "Flatten" -> {
        if (Shapes.axis(node, node.integer("axis", 1), batch().length) != 1) {
          throw node.refused("axis %d cannot be imported".formatted(node.integer("axis", 1)));
        }
        yield reshaped(node, size(), Shapes.product(layout.sides()));
      }
      case "Reshape" ->
          reshaped(node, Shapes.reshaped(node, batch(), constants.integers(node.input(1), node)));
      case "Squeeze" -> reshaped(node, Shapes.squeezed(node, batch(), axes(node)));
      case "Unsqueeze" -> reshaped(node, Shapes.unsqueezed(node, batch(), axes(node)));
      case "Transpose" -> layout.transposed(node, Shapes.order(node, batch().length));
      default -> maker.add(node, current, layout);
    };
  }

  /**
   * What has been built.
   *
   * @throws UnimportableException if the image does not reach the output, or ends in no
   *     probabilities
   */
  ImportedNetwork end() throws UnimportableException {
    if (!graph.output().equals(current)) {
      throw new UnimportableException(
          "its output '%s' is not what the image becomes at the end"
              .formatted(Part.oneLine(graph.output())));
    }
    return maker.end(layout);
  }

  private Layout reshaped(Node node, long... batch) throws UnimportableException {
    return layout.reshaped(node, batch, size());
  }

  private long[] axes(Node node) throws UnimportableException {
    return constants.listed(node, "axes", 1);
  }

  private long size() {
    return graph.inputShape()[0];
  }

  private long[] batch() {
    return layout.batch(size());
  }

  private void become(String name, Layout now) {
    current = name;
    layout = now;
    reached.put(name, batch());
  }
}
