package org.inkstream.model.scorer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Layers one after another, and sums with the result of an earlier one in between, as residual
 * networks have them. Other graphs are refused.
 *
 * @param names of the vertices after the input, in the order of the parts
 */
record RestoredGraph(ComputationGraph network, List<String> names, List<Part> parts)
    implements RestoredNetwork {

  /**
   * Looks at a graph, and closes it if it is of another kind.
   *
   * @throws IOException with the number of the vertex at which it is
   */
  static RestoredGraph of(ComputationGraph network) throws IOException {
    try {
      List<String> names = names(network);
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        parts.add(part(network, names, i));
      }
      return new RestoredGraph(network, names, List.copyOf(parts));
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static List<String> names(ComputationGraph network) throws IOException {
    ComputationGraphConfiguration configuration = network.getConfiguration();
    List<String> inputs = configuration.getNetworkInputs();
    List<String> names = new ArrayList<>();
    for (int vertex : network.topologicalSortOrder()) {
      names.add(network.getVertices()[vertex].getVertexName());
    }
    if (inputs.size() != 1 || names.size() < 2 || !names.remove(0).equals(inputs.get(0))) {
      throw new IOException("the network is a graph with other than one input");
    }
    String last = names.get(names.size() - 1);
    if (!configuration.getNetworkOutputs().equals(List.of(last))) {
      throw new IOException("the network is a graph with other outputs than its last vertex");
    }
    if (!(configuration.getVertices().get(last) instanceof LayerVertex)) {
      throw new IOException("the network does not end in an output layer with a softmax");
    }
    return List.copyOf(names);
  }

  private static Part part(ComputationGraph network, List<String> names, int at)
      throws IOException {
    String name = names.get(at);
    GraphVertex vertex = network.getConfiguration().getVertices().get(name);
    List<String> inputs = network.getConfiguration().getVertexInputs().get(name);
    String before =
        at == 0 ? network.getConfiguration().getNetworkInputs().get(0) : names.get(at - 1);
    // Exact classes, as in Compiler.
    if (vertex.getClass() == LayerVertex.class && inputs.equals(List.of(before))) {
      return new Part.OfLayer(network.getLayer(name), ((LayerVertex) vertex).getPreProcessor());
    }
    if (at > 0
        && vertex.getClass() == ElementWiseVertex.class
        && ((ElementWiseVertex) vertex).getOp() == ElementWiseVertex.Op.Add
        && inputs.size() == 2
        && inputs.contains(before)) {
      int other = names.indexOf(inputs.get(inputs.get(0).equals(before) ? 1 : 0));
      if (other >= 0 && other < at) {
        return new Part.Addition(other);
      }
    }
    throw new IOException(
        "the network is a graph of another kind than layers one after another with sums in"
            + " between, at vertex "
            + (at + 1));
  }

  @Override
  public long weights() {
    return network.numParams();
  }

  @Override
  public INDArray output(INDArray batch) {
    return network.output(batch)[0];
  }

  @Override
  public List<INDArray> results(INDArray batch) {
    Map<String, INDArray> byName = network.feedForward(batch, false);
    List<INDArray> results = new ArrayList<>();
    results.add(batch);
    names.forEach(name -> results.add(byName.get(name)));
    return results;
  }

  @Override
  public void close() {
    network.close();
  }
}
