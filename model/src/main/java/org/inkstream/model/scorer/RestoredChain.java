package org.inkstream.model.scorer;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers one after another. */
record RestoredChain(MultiLayerNetwork network) implements RestoredNetwork {

  @Override
  public List<Part> parts() {
    return IntStream.range(0, network.getnLayers())
        .<Part>mapToObj(
            i ->
                new Part.OfLayer(
                    network.getLayer(i),
                    network.getLayerWiseConfigurations().getInputPreProcess(i)))
        .toList();
  }

  @Override
  public long weights() {
    return network.numParams();
  }

  @Override
  public INDArray output(INDArray batch) {
    return network.output(batch);
  }

  @Override
  public List<INDArray> results(INDArray batch) {
    return network.feedForward(batch, false);
  }

  @Override
  public void close() {
    network.close();
  }
}
