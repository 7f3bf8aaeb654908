package org.inkstream.trainer.onnx;

import onnx.Onnx;
import org.inkstream.trainer.imported.ImportedNetwork;
import org.inkstream.trainer.imported.UnimportableException;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * Reads networks in the form of ONNX's <a
 * href="https://github.com/onnx/onnx/blob/main/docs/IR.md">intermediate representation</a>. What it
 * allocates is at the mercy of the file: call this in a process with bounds.
 */
public final class OnnxImport {

  private OnnxImport() {}

  /**
   * The network of an ONNX file.
   *
   * @throws UnimportableException naming the node, where it is one
   */
  public static ImportedNetwork read(byte[] file) throws UnimportableException {
    Graph graph;
    try {
      graph = Graph.of(Onnx.ModelProto.parseFrom(file));
    } catch (InvalidProtocolBufferException e) {
      throw new UnimportableException("it cannot be decoded; it is no ONNX file, or damaged", e);
    } catch (StackOverflowError e) {
      // Of messages that are not known the decoder does not count how deep they are.
      throw new UnimportableException("it cannot be decoded; it is nested too deep");
    }
    Constants constants = new Constants(graph);
    ImagePath path = new ImagePath(graph, constants);
    for (Node node : graph.nodes()) {
      if (path.reaches(node)) {
        path.follow(node);
      } else {
        constants.compute(node);
      }
    }
    return path.end();
  }
}
