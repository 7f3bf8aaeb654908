package org.inkstream.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import onnx.Onnx;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.imported.ImportedNetwork;
import org.inkstream.trainer.imported.UnimportableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnknownFieldSet;

/** Graphs that PyTorch has written, with something in them changed. */
class OnnxImportTest {

  @Test
  void shouldFoldWhatFollowsAConvolutionIntoIt() throws Exception {
    // Fused by PyTorch, the batch normalisation is in the convolution, and so it is when we do it.
    assertThat(parameters("unfused.onnx")).isEqualTo(parameters("cnn.onnx"));
  }

  @Test
  void shouldScalePixelsThatAreFlatFromTheBeginning() throws Exception {
    Onnx.ModelProto.Builder model = Onnx.ModelProto.parseFrom(bytes("half.onnx")).toBuilder();
    Onnx.GraphProto.Builder graph = model.getGraphBuilder();
    Onnx.TensorProto two =
        Onnx.TensorProto.newBuilder()
            .setName("two")
            .setDataType(Onnx.TensorProto.DataType.FLOAT_VALUE)
            .addFloatData(2)
            .build();
    Onnx.NodeProto scaled =
        Onnx.NodeProto.newBuilder()
            .setOpType("Mul")
            .addInput("two")
            .addInput("row")
            .addOutput("scaled")
            .build();
    node(graph, "Gemm").setInput(0, "scaled");
    graph.addInitializer(two).addNode(1, scaled);
    float[] image = new float[784];
    float[] twice = new float[784];
    for (int i = 0; i < image.length; i++) {
      image[i] = i % 29 / 64f;
      twice[i] = 2 * image[i];
    }

    float[] answered = answers(model.build().toByteArray(), image);

    assertThat(answered).containsExactly(answers(bytes("half.onnx"), twice), within(1e-5f));
  }

  @Test
  void shouldRefuseOperatorsThatItDoesNotKnow() {
    assertRefused(
        "cnn.onnx",
        graph -> node(graph, "Relu").setOpType("HardSwish"),
        "node '/0/0.3/Relu' (HardSwish): an operator that cannot be imported");
    assertRefused(
        "cnn.onnx",
        graph -> node(graph, "Relu").setDomain("com.example"),
        "(com.example.Relu): an operator that cannot be imported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"If", "Loop", "Scan"})
  void shouldRefuseGraphsWithinTheGraph(String kind) {
    assertRefused(
        "cnn.onnx",
        graph -> {
          Onnx.GraphProto whole = graph.build();
          node(graph, "Relu")
              .setOpType(kind)
              .addAttribute(
                  Onnx.AttributeProto.newBuilder()
                      .setName("body")
                      .setType(Onnx.AttributeProto.AttributeType.GRAPH)
                      .setG(whole));
        },
        "(" + kind + "): an operator that cannot be imported");
  }

  @Test
  void shouldRefuseGraphsWithinGraphsWithoutEnd() {
    byte[] graph = {};
    for (int i = 0; i < 1_000; i++) {
      byte[] attribute = field(Onnx.AttributeProto.G_FIELD_NUMBER, graph);
      byte[] node = field(Onnx.NodeProto.ATTRIBUTE_FIELD_NUMBER, attribute);
      graph = field(Onnx.GraphProto.NODE_FIELD_NUMBER, node);
    }
    byte[] file = field(Onnx.ModelProto.GRAPH_FIELD_NUMBER, graph);

    assertThatThrownBy(() -> OnnxImport.read(file))
        .isInstanceOf(UnimportableException.class)
        .hasMessageContaining("cannot be decoded");
  }

  @Test
  void shouldRefuseACycle() {
    assertRefused(
        "cnn.onnx",
        graph -> node(graph, "Relu").setInput(0, node(graph, "MaxPool").getOutput(0)),
        "node '/0/0.3/Relu' (Relu): its input '/0/0.4/MaxPool_output_0' is neither stored nor"
            + " made");
  }

  @Test
  void shouldRefuseMissingWeights() {
    assertRefused("cnn.onnx", Onnx.GraphProto.Builder::clearInitializer, "(Conv): its input '");
    assertRefused(
        "mlp.onnx",
        graph -> graph.getInitializerBuilder(0).clearRawData(),
        "(Gemm): '1.weight' has 0 numbers where 6272 belong");
  }

  @Test
  void shouldRefuseWeightsOfAnotherShape() {
    assertRefused(
        "mlp.onnx",
        graph -> graph.getInitializerBuilder(0).clearDims().addDims(784 * 8),
        "(Gemm): its weights have 1 sides, not 2");
    assertRefused(
        "mlp.onnx",
        graph -> graph.getInitializerBuilder(0).setDims(0, 16).setDims(1, 392),
        "(Gemm): a constant of [8] does not fit 16 channels");
    assertRefused(
        "mlp.onnx",
        graph -> graph.getInitializerBuilder(0).setDims(0, Long.MAX_VALUE).setDims(1, 2),
        "(Gemm): '1.weight' has the shape [9223372036854775807, 2]");
    assertRefused(
        "mlp.onnx",
        graph -> graph.getInitializerBuilder(0).setDims(0, 1L << 32).setDims(1, 1L << 32),
        "(Gemm): '1.weight' has the shape [4294967296, 4294967296]");
  }

  @Test
  void shouldRefuseWeightsInAnotherFile() {
    assertRefused(
        "mlp.onnx",
        graph ->
            graph
                .getInitializerBuilder(0)
                .clearRawData()
                .setDataLocation(Onnx.TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                    Onnx.StringStringEntryProto.newBuilder()
                        .setKey("location")
                        .setValue("/etc/passwd")),
        "(Gemm): the numbers of '1.weight' are in another file");
  }

  @Test
  void shouldRefuseWeightsOfOtherTypes() {
    assertRefused(
        "mlp.onnx",
        graph -> graph.getInitializerBuilder(0).setDataType(Onnx.TensorProto.DataType.INT8_VALUE),
        "(Gemm): '1.weight' is of type INT8; floats, doubles, halves and integers are imported");
  }

  @Test
  void shouldRefuseOtherInputsThanAnImage() {
    assertRefused(
        "mlp.onnx",
        graph -> graph.addInput(graph.getInput(0)),
        "it has 2 inputs; networks with one");
    assertRefused(
        "mlp.onnx",
        graph -> dimension(graph, 2).setDimParam("height"),
        "its input 'image' has no fixed size; only the batch may be of any");
    assertRefused(
        "cnn.onnx",
        graph -> dimension(graph, 1).setDimValue(3),
        "(Sub): its input is [3, 28, 28]; images of one channel are imported");
    assertRefused(
        "mlp.onnx",
        graph -> graph.addOutput(graph.getOutput(0)),
        "it has 2 outputs; networks with");
  }

  @Test
  void shouldRefuseWhatOnlyTrainingDoes() {
    assertRefused(
        "cnn.onnx",
        graph ->
            node(graph, "BatchNormalization")
                .addAttribute(
                    Onnx.AttributeProto.newBuilder()
                        .setName("training_mode")
                        .setType(Onnx.AttributeProto.AttributeType.INT)
                        .setI(1)),
        "node '/0/0.7/BatchNormalization' (BatchNormalization): training_mode 1 cannot be"
            + " imported");
  }

  @Test
  void shouldRefuseWhatDoesNotEndInScores() {
    assertRefused(
        "cnn.onnx",
        graph -> node(graph, "Softmax").setOpType("Sigmoid"),
        "node '/1/Softmax' (Sigmoid): the network must end in a softmax");
    assertRefused(
        "cnn.onnx",
        graph -> graph.getOutputBuilder(0).setName("/0/0.3/Relu_output_0"),
        "its output '/0/0.3/Relu_output_0' is not what the image becomes at the end");
  }

  @Test
  void shouldRefuseImagesOfMorePixelsThanCanBeCounted() {
    assertRefused(
        "cnn.onnx",
        graph -> {
          for (int side = 1; side < 4; side++) {
            dimension(graph, side).setDimValue(1 << 22);
          }
        },
        "its input 'image' has more than 4194304 pixels");
  }

  @Test
  void shouldRefuseOneScore() {
    assertProgramRefused(
        """
        6 2 0 1 8 8
        GlobalMaxPool 1 0 0
        Flatten 1 0 0
        Softmax 1 0 0
        """,
        "node 'n3' (Softmax): it answers one number; a softmax is over two or more");
  }

  @Test
  void shouldRefuseConstantsThatGrow() {
    String column = "0 2 121 1 1\n";
    String row = "0 2 1 121 1\n";
    assertProgramRefused(
        "6 2 0 1 4 4\n" + column + row + "Mul 2 1 0 0",
        "node 'n3' (Mul): it makes 100000000 numbers");
    assertProgramRefused(
        "6 2 0 1 4 4\n0 2 2 121 1\n1 1 121 0\nGather 2 1 0 0",
        "node 'n3' (Gather): it makes 100000000 numbers");
    assertProgramRefused(
        "6 2 0 1 4 4\n0 1 122 1\n"
            + "Concat 5 0 0 0 0 0 0\n".repeat(3)
            + "Transpose 1 0 0\n".repeat(10),
        "(Transpose): with it there are more than 50331648 constant numbers");
    assertProgramRefused(
        "6 2 0 1 4 4\n0 1 4 1\nUnsqueeze 1 0 1 axes 9 0 1 2 3 4 5 6 7 8",
        "node 'n2' (Unsqueeze): it makes an array of 10 sides");
  }

  @Test
  void shouldSayEverythingInOneLine() {
    assertRefused(
        "cnn.onnx",
        graph -> node(graph, "Relu").setOpType("No\nsuch").setName("a\r\n" + "b".repeat(10_000)),
        "(No such): an operator that cannot be imported");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp.onnx", "cnn.onnx", "logits.onnx", "channels_last.onnx"})
  void shouldReadOrRefuseWhatIsDamaged(String name) throws IOException {
    byte[] whole = bytes(name);
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      byte[] damaged = whole.clone();
      // Weights are most of a file; names and attributes are found by what is printable.
      for (int hit = 0; hit < 1 + i % 3; hit++) {
        int place = random.nextInt(damaged.length);
        while (i % 2 == 0 && !Character.isLetterOrDigit(damaged[place])) {
          place = random.nextInt(damaged.length);
        }
        damaged[place] ^= (byte) (1 << random.nextInt(8));
      }
      assertReadOrRefused(damaged);
      assertReadOrRefused(Arrays.copyOf(whole, random.nextInt(whole.length)));
    }
  }

  private static void assertReadOrRefused(byte[] file) throws IOException {
    ImportedNetwork read;
    try {
      read = OnnxImport.read(file);
    } catch (UnimportableException e) {
      assertThat(e.getMessage().lines()).hasSize(1);
      assertThat(e.getMessage()).hasSizeLessThan(1_000);
      return;
    }
    // With luck only weights were hit, and it is a network still.
    assertThat(Networks.weightBytes(read.network())).isPositive();
  }

  private static void assertRefused(
      String name, Consumer<Onnx.GraphProto.Builder> change, String message) {
    assertThatThrownBy(
            () -> {
              Onnx.ModelProto.Builder model = Onnx.ModelProto.parseFrom(bytes(name)).toBuilder();
              change.accept(model.getGraphBuilder());
              OnnxImport.read(model.build().toByteArray());
            })
        .isInstanceOf(UnimportableException.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  private static void assertProgramRefused(String program, String message) {
    byte[] file = GraphProgram.run(GraphProgram.assemble(program));

    assertThatThrownBy(() -> OnnxImport.read(file))
        .isInstanceOf(UnimportableException.class)
        .hasMessageContaining(message);
  }

  /** The first node of a kind. */
  private static Onnx.NodeProto.Builder node(Onnx.GraphProto.Builder graph, String kind) {
    return graph.getNodeBuilderList().stream()
        .filter(node -> node.getOpType().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static Onnx.TensorShapeProto.Dimension.Builder dimension(
      Onnx.GraphProto.Builder graph, int index) {
    return graph
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(index);
  }

  private static float[] answers(byte[] file, float[] image) throws Exception {
    try (Network network = Networks.load(OnnxImport.read(file).network(), 28, 28);
        Scorer scorer = network.newScorer(1)) {
      float[] probabilities = new float[10];
      scorer.score(image, 1, probabilities);
      return probabilities;
    }
  }

  private static long parameters(String name) throws Exception {
    try (Network network = Networks.load(OnnxImport.read(bytes(name)).network(), 28, 28)) {
      return network.parameters();
    }
  }

  /** A message within another, as protocol buffers have it. */
  private static byte[] field(int number, byte[] message) {
    return UnknownFieldSet.newBuilder()
        .addField(
            number,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(message))
                .build())
        .build()
        .toByteArray();
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = OnnxImportTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
