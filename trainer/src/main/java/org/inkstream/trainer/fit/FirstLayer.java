package org.inkstream.trainer.fit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The weights of the layer that sees the pixels. */
final class FirstLayer {

  /** More are no longer looked at one by one. */
  private static final int MOST = 64;

  private FirstLayer() {}

  /** Its weights as pictures; empty if it is of a kind that has none. */
  static List<LearntFilters> filters(byte[] file, int width, int height) {
    MultiLayerNetwork network;
    try {
      network = ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file), false);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    try {
      Layer layer = network.getLayer(0).conf().getLayer();
      if (layer instanceof ConvolutionLayer convolution) {
        int[] kernel = convolution.getKernelSize();
        return List.of(
            of("kernels of the first convolution", kernel[1], kernel[0], false, kernels(network)));
      }
      if (layer instanceof BaseOutputLayer) {
        return List.of(of("weights of each class", width, height, true, units(network)));
      }
      return layer instanceof DenseLayer
          ? List.of(of("weights of the first layer's units", width, height, false, units(network)))
          : List.of();
    } finally {
      network.close();
    }
  }

  private static LearntFilters of(
      String what, int width, int height, boolean ofClasses, List<float[]> weights) {
    List<float[]> shown = weights;
    if (!ofClasses && weights.size() > MOST) {
      shown = new ArrayList<>(weights);
      shown.sort(Comparator.comparingDouble(FirstLayer::squares).reversed());
      shown = shown.subList(0, MOST);
    }
    return new LearntFilters(what, width, height, ofClasses, weights.size(), shown);
  }

  /** Kernels over the image itself, which has one channel. */
  private static List<float[]> kernels(MultiLayerNetwork network) {
    INDArray weights = network.getParam("0_W");
    List<float[]> kernels = new ArrayList<>();
    for (long kernel = 0; kernel < weights.size(0); kernel++) {
      kernels.add(
          row(weights.get(NDArrayIndex.point(kernel), NDArrayIndex.point(0), NDArrayIndex.all())));
    }
    return kernels;
  }

  private static List<float[]> units(MultiLayerNetwork network) {
    INDArray weights = network.getParam("0_W");
    List<float[]> units = new ArrayList<>();
    for (long unit = 0; unit < weights.columns(); unit++) {
      units.add(row(weights.getColumn(unit)));
    }
    return units;
  }

  private static float[] row(INDArray weights) {
    return weights.dup('c').data().asFloat();
  }

  private static double squares(float[] weights) {
    double sum = 0;
    for (float weight : weights) {
      sum += (double) weight * weight;
    }
    return sum;
  }
}
