package org.inkstream.bench.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A fully connected network of Deeplearning4j's as an ONNX file (operator set 13), with the same
 * weights. The numbers of fields are those of onnx.proto.
 */
public final class OnnxExport {

  static final String INPUT = "images";
  static final String OUTPUT = "probabilities";

  private static final int FLOAT = 1;

  private OnnxExport() {}

  /**
   * The file.
   *
   * @param zip what ModelSerializer wrote: rectified dense layers, and a softmax at the end
   * @throws IOException if it is not such a file
   * @throws IllegalArgumentException if it has layers of another kind
   */
  public static byte[] of(byte[] zip) throws IOException {
    MultiLayerNetwork network =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip), false);
    try {
      return Protobuf.message(
          model ->
              model
                  .number(1, 8) // ir_version
                  .text(2, "inkstream-bench") // producer_name
                  .nested(7, graph -> write(graph, network.getLayers()))
                  .nested(8, operators -> operators.text(1, "").number(2, 13)));
    } finally {
      network.close();
    }
  }

  private static void write(Protobuf graph, Layer[] layers) {
    String from = INPUT;
    for (int i = 0; i < layers.length; i++) {
      boolean last = i == layers.length - 1;
      String sums = "sums" + i;
      String to = last ? OUTPUT : "layer" + (i + 1);
      node(graph, "Gemm", sums, from, "weights" + i, "bias" + i);
      node(graph, activation(layers[i], last), to, sums);
      from = to;
    }
    graph.text(2, "network");
    for (int i = 0; i < layers.length; i++) {
      INDArray weights = layers[i].getParam("W");
      tensor(graph, "weights" + i, weights, weights.size(0), weights.size(1));
      INDArray bias = layers[i].getParam("b");
      tensor(graph, "bias" + i, bias, bias.length());
    }
    value(graph, 11, INPUT, layers[0].getParam("W").size(0));
    value(graph, 12, OUTPUT, layers[layers.length - 1].getParam("b").length());
  }

  private static String activation(Layer layer, boolean last) {
    var configuration = layer.conf().getLayer();
    if (!last && configuration.getClass() == DenseLayer.class) {
      IActivation activation = ((DenseLayer) configuration).getActivationFn();
      if (activation.equals(new ActivationReLU())) {
        return "Relu";
      }
    }
    if (last
        && configuration.getClass() == OutputLayer.class
        && ((OutputLayer) configuration).getActivationFn() instanceof ActivationSoftmax) {
      return "Softmax";
    }
    throw new IllegalArgumentException(
        "only rectified dense layers and a softmax can be exported, not " + configuration);
  }

  private static void node(Protobuf graph, String operator, String output, String... inputs) {
    graph.nested(
        1,
        node -> {
          for (String input : inputs) {
            node.text(1, input);
          }
          node.text(2, output).text(3, operator + "-" + output).text(4, operator);
        });
  }

  private static void tensor(Protobuf graph, String name, INDArray values, long... sizes) {
    float[] rows = values.dup('c').data().asFloat();
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(rows);
    graph.nested(
        5,
        tensor -> {
          for (long size : sizes) {
            tensor.number(1, size);
          }
          tensor.number(2, FLOAT).text(8, name).bytes(9, bytes.array());
        });
  }

  private static void value(Protobuf graph, int field, String name, long size) {
    graph.nested(
        field,
        value ->
            value
                .text(1, name)
                .nested(
                    2,
                    type ->
                        type.nested(
                            1,
                            tensor ->
                                tensor
                                    .number(1, FLOAT)
                                    .nested(
                                        2,
                                        shape ->
                                            shape
                                                .nested(1, batch -> batch.text(2, "batch"))
                                                .nested(1, row -> row.number(1, size))))));
  }
}
