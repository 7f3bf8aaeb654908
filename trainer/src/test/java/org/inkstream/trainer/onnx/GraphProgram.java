package org.inkstream.trainer.onnx;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Any bytes as a graph of known operators: sizes of the image, and then weights and nodes, of which
 * each takes what came before it. Where the bytes end, zeros follow.
 */
final class GraphProgram {

  private static final List<String> KINDS =
      words(
          """
          Conv Gemm MatMul MaxPool AveragePool GlobalMaxPool GlobalAveragePool ReduceMax ReduceMean
          Pad BatchNormalization Add Sub Mul Div Softmax LogSoftmax Relu LeakyRelu Selu Tanh Flatten
          Reshape Squeeze Unsqueeze Transpose Dropout Identity Cast Shape Constant ConstantOfShape
          Gather Concat Slice
          """);

  private static final List<String> INTEGERS =
      words("axis to group keepdims ceil_mode count_include_pad transB allowzero value_int");

  private static final List<String> NUMBERS = words("value_float epsilon alpha beta");

  private static final List<String> TEXTS = words("auto_pad mode");

  private static final List<String> LISTS =
      words("pads kernel_shape strides dilations perm axes starts ends value_ints");

  private static final List<String> ATTRIBUTES =
      Stream.of(INTEGERS, NUMBERS, TEXTS, LISTS, List.of("value")).flatMap(List::stream).toList();

  private static final List<String> VALUES_OF_TEXTS =
      words("NOTSET SAME_UPPER SAME_LOWER VALID constant edge");

  private static final int[] TYPES = {
    Onnx.TensorProto.DataType.FLOAT_VALUE,
    Onnx.TensorProto.DataType.INT64_VALUE,
    Onnx.TensorProto.DataType.DOUBLE_VALUE,
    Onnx.TensorProto.DataType.INT32_VALUE,
    Onnx.TensorProto.DataType.FLOAT16_VALUE,
    Onnx.TensorProto.DataType.BOOL_VALUE,
  };

  /** Bytes from here on are nodes; below they are weights. */
  private static final int NODES = 128;

  private static final int MOST_INSTRUCTIONS = 100;
  private static final int MOST_NUMBERS = 1 << 16;

  private final ByteBuffer in;
  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();
  private final List<String> names = new ArrayList<>();

  private GraphProgram(byte[] program) {
    this.in = ByteBuffer.wrap(program);
  }

  /** The file that a program makes; the same for the same bytes. */
  static byte[] run(byte[] program) {
    return new GraphProgram(program).model().toByteArray();
  }

  private Onnx.ModelProto model() {
    int opset = 7 + next() % 17;
    Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
    int sides = 2 + next() % 3;
    for (int i = 0; i < sides; i++) {
      long side = value();
      shape.addDimBuilder();
      if (i > 0 || side != 0) {
        shape.getDimBuilder(i).setDimValue(side);
      }
    }
    Onnx.ValueInfoProto.Builder image = graph.addInputBuilder().setName(name());
    image
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
        .setShape(shape);
    for (int i = 0; i < MOST_INSTRUCTIONS && in.hasRemaining(); i++) {
      int instruction = next();
      if (instruction < NODES) {
        graph.addInitializer(tensor(instruction).setName(name()));
      } else {
        addNode(KINDS.get((instruction - NODES) % KINDS.size()));
      }
    }
    graph.addOutputBuilder().setName(names.get(names.size() - 1));
    Onnx.ModelProto.Builder model = Onnx.ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
    model.addOpsetImportBuilder().setVersion(opset);
    return model.build();
  }

  private void addNode(String kind) {
    Onnx.NodeProto.Builder node = Onnx.NodeProto.newBuilder().setOpType(kind);
    int inputs = next() % 6;
    for (int i = 0; i < inputs; i++) {
      int back = next();
      node.addInput(back == 255 ? "" : names.get(names.size() - 1 - back % names.size()));
    }
    // One that is given twice is refused, which files show that are not made here.
    Set<String> given = new HashSet<>();
    int attributes = next() % 5;
    for (int i = 0; i < attributes; i++) {
      String name = ATTRIBUTES.get(next() % ATTRIBUTES.size());
      Onnx.AttributeProto attribute = attribute(name);
      if (given.add(name)) {
        node.addAttribute(attribute);
      }
    }
    graph.addNode(node.addOutput(name()));
  }

  private Onnx.AttributeProto attribute(String name) {
    Onnx.AttributeProto.Builder attribute = Onnx.AttributeProto.newBuilder().setName(name);
    if (INTEGERS.contains(name)) {
      attribute.setType(Onnx.AttributeProto.AttributeType.INT).setI(value());
    } else if (NUMBERS.contains(name)) {
      attribute.setType(Onnx.AttributeProto.AttributeType.FLOAT).setF(value() / 8f);
    } else if (TEXTS.contains(name)) {
      String text = VALUES_OF_TEXTS.get(next() % VALUES_OF_TEXTS.size());
      attribute
          .setType(Onnx.AttributeProto.AttributeType.STRING)
          .setS(ByteString.copyFromUtf8(text));
    } else if (LISTS.contains(name)) {
      attribute.setType(Onnx.AttributeProto.AttributeType.INTS);
      int count = next() % 10;
      for (int i = 0; i < count; i++) {
        attribute.addInts(value());
      }
    } else {
      attribute.setType(Onnx.AttributeProto.AttributeType.TENSOR).setT(tensor(next() % NODES));
    }
    return attribute.build();
  }

  /** With all numbers that belong to its sides, if they are not too many to be made here. */
  private Onnx.TensorProto.Builder tensor(int kind) {
    int type = TYPES[kind % TYPES.length];
    Onnx.TensorProto.Builder tensor = Onnx.TensorProto.newBuilder().setDataType(type);
    int sides = next() % 6;
    long count = 1;
    for (int i = 0; i < sides; i++) {
      long side = value();
      tensor.addDims(side);
      count = side < 1 || side > MOST_NUMBERS || count > MOST_NUMBERS ? 0 : count * side;
    }
    long first = value();
    for (int i = 0; i < Math.min(count, MOST_NUMBERS); i++) {
      // All alike but the first, so that a few bytes say them all.
      long number = i == 0 ? first : 1;
      switch (type) {
        case Onnx.TensorProto.DataType.FLOAT_VALUE -> tensor.addFloatData(number / 8f);
        case Onnx.TensorProto.DataType.DOUBLE_VALUE -> tensor.addDoubleData(number / 8.0);
        case Onnx.TensorProto.DataType.INT64_VALUE -> tensor.addInt64Data(number);
        default -> tensor.addInt32Data((int) number);
      }
    }
    return tensor;
  }

  private String name() {
    names.add("n" + names.size());
    return names.get(names.size() - 1);
  }

  /** Of 256, 0 where there are no more. */
  private int next() {
    return in.hasRemaining() ? in.get() & 0xff : 0;
  }

  /** Small numbers, and some at the edge of what there is. */
  private long value() {
    int one = next();
    return switch (one) {
      case 120 -> 784;
      case 121 -> 10_000;
      case 122 -> 1L << 16;
      case 123 -> 1L << 22;
      case 124 -> 1L << 24;
      case 125 -> Integer.MAX_VALUE;
      case 126 -> Long.MAX_VALUE;
      case 127 -> Long.MIN_VALUE;
      default -> (byte) one;
    };
  }

  /**
   * A program as people write it: bytes, from -128 on, and the names of operators and attributes.
   */
  static byte[] assemble(String text) {
    ByteBuffer program = ByteBuffer.allocate(text.length());
    for (String word : words(text)) {
      if (KINDS.contains(word)) {
        program.put((byte) (NODES + KINDS.indexOf(word)));
      } else if (ATTRIBUTES.contains(word)) {
        program.put((byte) ATTRIBUTES.indexOf(word));
      } else {
        program.put(Byte.parseByte(word));
      }
    }
    return Arrays.copyOf(program.array(), program.position());
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
