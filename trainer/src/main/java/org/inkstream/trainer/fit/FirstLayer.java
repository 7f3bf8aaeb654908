package org.inkstream.trainer.fit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of the layer that sees the pixels. */
final class FirstLayer {

  /** More are no longer looked at one by one. */
  private static final int MOST = 64;

  private FirstLayer() {}

  /**
   * Its weights as pictures; empty if it is of a kind that has none.
   *
   * @param graph whether the file is of a ComputationGraph; otherwise of a MultiLayerNetwork
   */
  static List<LearntFilters> filters(byte[] file, boolean graph, int width, int height) {
    try {
      if (graph) {
        ComputationGraph network =
            ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file), false);
        try {
          return filters(network.getLayer(0), width, height);
        } finally {
          network.close();
        }
      }
      MultiLayerNetwork network =
          ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file), false);
      try {
        return filters(network.getLayer(0), width, height);
      } finally {
        network.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static List<LearntFilters> filters(Layer first, int width, int height) {
    org.deeplearning4j.nn.conf.layers.Layer layer = first.conf().getLayer();
    if (layer instanceof ConvolutionLayer convolution) {
      int[] kernel = convolution.getKernelSize();
      return List.of(
          of("kernels of the first convolution", kernel[1], kernel[0], false, kernels(first)));
    }
    if (layer instanceof BaseOutputLayer) {
      return List.of(of("weights of each class", width, height, true, units(first)));
    }
    return layer instanceof DenseLayer
        ? List.of(of("weights of the first layer's units", width, height, false, units(first)))
        : List.of();
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
  private static List<float[]> kernels(Layer first) {
    INDArray weights = first.getParam("W");
    float[] all = weights.dup('c').data().asFloat();
    int kernels = (int) weights.size(0);
    int size = all.length / kernels;
    return IntStream.range(0, kernels)
        .mapToObj(kernel -> Arrays.copyOfRange(all, kernel * size, (kernel + 1) * size))
        .toList();
  }

  /** The weights of each unit over the pixels. */
  private static List<float[]> units(Layer first) {
    INDArray weights = first.getParam("W");
    float[] all = weights.dup('c').data().asFloat();
    int units = weights.columns();
    List<float[]> ofUnits = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      float[] ofUnit = new float[all.length / units];
      for (int pixel = 0; pixel < ofUnit.length; pixel++) {
        ofUnit[pixel] = all[pixel * units + unit];
      }
      ofUnits.add(ofUnit);
    }
    return ofUnits;
  }

  private static double squares(float[] weights) {
    double sum = 0;
    for (float weight : weights) {
      sum += (double) weight * weight;
    }
    return sum;
  }
}
