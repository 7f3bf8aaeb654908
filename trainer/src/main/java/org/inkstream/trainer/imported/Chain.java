package org.inkstream.trainer.imported;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.inkstream.trainer.fit.NetworkFile;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers one after another, with their weights, that become a network. For one thread. */
public final class Chain {

  /** A layer, and its weights by Deeplearning4j's names. */
  private record Link(Part part, Layer layer, Map<String, INDArray> weights) {}

  private final InputType input;
  private final List<Link> links = new ArrayList<>();
  private InputType type;
  private boolean flat;

  /**
   * Nothing but the input.
   *
   * @param height rows of one image
   * @param width columns of one image
   * @param flat whether the layers take its pixels without rows and columns
   */
  public Chain(int height, int width, boolean flat) {
    this.flat = flat;
    this.input =
        flat
            ? InputType.feedForward((long) height * width)
            : InputType.convolutionalFlat(height, width, 1);
    this.type = flat ? input : InputType.convolutional(height, width, 1);
  }

  /** What the last layer gives. */
  public InputType type() {
    return type;
  }

  /** Whether the last layer's outputs are to be taken without rows and columns. */
  public boolean isFlat() {
    return flat;
  }

  /** From here on rows and columns are gone. */
  public void flatten() {
    flat = true;
  }

  /** The last layer, or null if there is none. */
  public Layer last() {
    return links.isEmpty() ? null : links.get(links.size() - 1).layer();
  }

  /** The last layer's weights by Deeplearning4j's names. */
  Map<String, INDArray> lastWeights() {
    return links.get(links.size() - 1).weights();
  }

  /** Gives the last layer others, of the same shapes. */
  void setLastWeights(Map<String, INDArray> weights) {
    Link last = links.get(links.size() - 1);
    links.set(links.size() - 1, new Link(last.part(), last.layer(), weights));
  }

  /** What the last layer gives, if that is an image. */
  InputType.InputTypeConvolutional requireImage(Part part) throws UnimportableException {
    if (!flat && type instanceof InputType.InputTypeConvolutional image) {
      return image;
    }
    throw part.refused("its input is no image of rows, columns and channels");
  }

  /** Adds a layer and its weights by Deeplearning4j's names. */
  void add(Part part, Layer layer, Map<String, INDArray> weights) throws UnimportableException {
    if (layer instanceof DenseLayer) {
      // Which takes images for an error, though they are flattened before it.
      type = InputType.feedForward(type.arrayElementsPerExample());
    }
    try {
      type = layer.getOutputType(links.size(), type);
    } catch (RuntimeException e) {
      throw part.refused(e);
    }
    links.add(new Link(part, layer, weights));
  }

  /**
   * The file as Deeplearning4j's ModelSerializer writes it.
   *
   * @throws UnimportableException if the chain does not end in probabilities
   */
  public byte[] build() throws UnimportableException {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(0).updater(new NoOp()).list();
    for (int i = 0; i < links.size(); i++) {
      Link link = links.get(i);
      boolean softmax =
          link.layer() instanceof BaseLayer base
              && base.getActivationFn() instanceof ActivationSoftmax;
      boolean last = i == links.size() - 1;
      if (softmax && !last) {
        throw link.part().refused("a softmax is imported in the last layer only");
      }
      if (last && !(softmax && link.layer() instanceof DenseLayer)) {
        throw link.part()
            .refused("the network must end in a Dense layer that is linear or has a softmax");
      }
      if (last && type.arrayElementsPerExample() < 2) {
        throw link.part().refused("it answers one number; a softmax is over two or more");
      }
      list.layer(last ? output((DenseLayer) link.layer()) : link.layer());
    }
    try {
      return file(new MultiLayerNetwork(list.setInputType(input).build()));
    } catch (RuntimeException e) {
      throw new UnimportableException(
          "it cannot be built anew: " + Part.oneLine(String.valueOf(e.getMessage())), e);
    }
  }

  private byte[] file(MultiLayerNetwork network) {
    try {
      network.init();
      for (int i = 0; i < links.size(); i++) {
        for (Map.Entry<String, INDArray> one : links.get(i).weights().entrySet()) {
          INDArray target = network.getLayer(i).getParam(one.getKey());
          target.assign(one.getValue().reshape(target.shape()));
        }
      }
      return NetworkFile.of(network);
    } finally {
      network.close();
    }
  }

  private static OutputLayer output(DenseLayer dense) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(dense.getNOut())
        .activation(new ActivationSoftmax())
        .build();
  }
}
