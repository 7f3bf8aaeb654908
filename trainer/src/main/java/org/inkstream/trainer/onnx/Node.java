package org.inkstream.trainer.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;

/** One operation of a graph, with its attributes. */
final class Node implements Part {

  private static final int MOST_NUMBERS = 10_000;

  private final Onnx.NodeProto proto;
  private final Map<String, Onnx.AttributeProto> attributes = new HashMap<>();

  Node(Onnx.NodeProto proto) throws UnimportableException {
    this.proto = proto;
    for (Onnx.AttributeProto attribute : proto.getAttributeList()) {
      if (attributes.put(attribute.getName(), attribute) != null) {
        throw refused("attribute " + Part.oneLine(attribute.getName()) + " is given twice");
      }
    }
  }

  @Override
  public String described() {
    String name = proto.getName().isEmpty() ? output() : proto.getName();
    return "node '%s' (%s)".formatted(Part.oneLine(name), Part.oneLine(kind()));
  }

  /** The operator, such as Conv; of other domains than ONNX's own with the domain before it. */
  String kind() {
    String domain = proto.getDomain();
    return domain.isEmpty() || domain.equals("ai.onnx")
        ? proto.getOpType()
        : domain + "." + proto.getOpType();
  }

  /** Names of what it takes; an empty one stands for an optional input that is left out. */
  List<String> inputs() {
    return proto.getInputList();
  }

  /** Name of an input; empty if there is none. */
  String input(int index) {
    return index < proto.getInputCount() ? proto.getInput(index) : "";
  }

  /** Name of its first output, which is the only one that matters in what is imported. */
  String output() {
    return proto.getOutputCount() == 0 ? "" : proto.getOutput(0);
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  long integer(String attribute, long otherwise) throws UnimportableException {
    return has(attribute)
        ? typed(attribute, Onnx.AttributeProto.AttributeType.INT).getI()
        : otherwise;
  }

  double number(String attribute, double otherwise) throws UnimportableException {
    return has(attribute)
        ? typed(attribute, Onnx.AttributeProto.AttributeType.FLOAT).getF()
        : otherwise;
  }

  String text(String attribute, String otherwise) throws UnimportableException {
    return has(attribute)
        ? typed(attribute, Onnx.AttributeProto.AttributeType.STRING).getS().toStringUtf8()
        : otherwise;
  }

  long[] integers(String attribute, long... otherwise) throws UnimportableException {
    if (!has(attribute)) {
      return otherwise;
    }
    List<Long> given = typed(attribute, Onnx.AttributeProto.AttributeType.INTS).getIntsList();
    if (given.size() > MOST_NUMBERS) {
      throw refused("%s has %d numbers".formatted(Part.oneLine(attribute), given.size()));
    }
    return given.stream().mapToLong(Long::longValue).toArray();
  }

  Onnx.TensorProto tensor(String attribute) throws UnimportableException {
    if (!has(attribute)) {
      throw refused("its " + attribute + " is missing");
    }
    return typed(attribute, Onnx.AttributeProto.AttributeType.TENSOR).getT();
  }

  /** Refuses an integer attribute that is given and is another than this. */
  void require(String attribute, long value) throws UnimportableException {
    long found = integer(attribute, value);
    if (found != value) {
      throw refused("%s %d cannot be imported".formatted(attribute, found));
    }
  }

  private Onnx.AttributeProto typed(String attribute, Onnx.AttributeProto.AttributeType type)
      throws UnimportableException {
    Onnx.AttributeProto found = attributes.get(attribute);
    if (found.getType() != type || !found.getRefAttrName().isEmpty()) {
      throw refused("%s is no %s".formatted(attribute, type));
    }
    return found;
  }
}
