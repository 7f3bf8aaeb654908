package org.inkstream.model.scorer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.inkstream.model.plain.PlainFile;
import org.inkstream.model.plain.PlainModel;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.factory.Nd4j;

/** Makes networks from files: of Deeplearning4j, and plain ones. */
public final class Networks {

  private Networks() {}

  /** Loads the native library, which takes seconds, before the first network needs it. */
  public static void prepare() {
    Nd4j.getBackend();
  }

  /**
   * The fastest form of a network.
   *
   * @param file what {@code ModelSerializer} or {@link PlainFile} wrote
   * @param width width of the input image
   * @param height height of the input image
   * @throws ForeignClassException if it names a class that no network needs; none is then loaded
   * @throws WrongShapeException if it takes another input
   * @throws IOException if the bytes are not such a file, or the network does not end in a softmax
   */
  public static Network load(byte[] file, int width, int height) throws IOException {
    return PlainFile.isOne(file)
        ? new PlainNetwork(plain(file, width, height), false)
        : loadCompiled(file, width, height);
  }

  private static PlainModel plain(byte[] file, int width, int height) throws IOException {
    PlainModel model = PlainFile.read(file);
    if (model.inputSize() != width * height) {
      throw new WrongShapeException(
          "the model takes %d numbers, announced were %d"
              .formatted(model.inputSize(), width * height));
    }
    return model;
  }

  private static Network loadCompiled(byte[] zip, int width, int height) throws IOException {
    MultiLayerNetwork network = restore(zip, width, height);
    try {
      long[] inputRow = inputRow(network, width, height);
      Optional<List<Step>> steps = Compiler.compile(network, inputRow);
      if (steps.isEmpty()) {
        return new LayeredNetwork(network, width * height);
      }
      network.close();
      return new CompiledNetwork(steps.get(), inputRow);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  /**
   * The same network as Deeplearning4j runs it, or a plain model in double precision: slower, and
   * what the fast form is compared with.
   *
   * @throws IOException as {@link #load}
   */
  public static Network loadLayered(byte[] file, int width, int height) throws IOException {
    if (PlainFile.isOne(file)) {
      return new PlainNetwork(plain(file, width, height), true);
    }
    return new LayeredNetwork(restore(file, width, height), width * height);
  }

  /**
   * Bytes that the weights take, as the file says; nothing is loaded.
   *
   * @throws IOException as {@link #load}, as far as that shows without loading
   */
  public static long weightBytes(byte[] file) throws IOException {
    return PlainFile.isOne(file) ? file.length : NetworkFile.read(file).weights() * Float.BYTES;
  }

  static MultiLayerNetwork restore(byte[] zip, int width, int height) throws IOException {
    byte[] checked = NetworkFile.read(zip).zip();
    MultiLayerNetwork network;
    try {
      network = ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(checked), false);
    } catch (RuntimeException e) {
      // Deeplearning4j reports unreadable configurations with unchecked exceptions of many kinds.
      throw new IOException("not a Deeplearning4j network: " + e.getMessage(), e);
    }
    String found = input(network);
    String expected = imageInput(network) ? width + " x " + height : "" + width * height;
    if (!found.equals(expected)) {
      network.close();
      throw new WrongShapeException(
          "the network takes " + found + " numbers, announced were " + expected);
    }
    if (!endsInProbabilities(network)) {
      network.close();
      throw new IOException("the network does not end in an output layer with a softmax");
    }
    return network;
  }

  private static boolean endsInProbabilities(MultiLayerNetwork network) {
    return network.getLayer(network.getnLayers() - 1).conf().getLayer()
            instanceof BaseOutputLayer output
        && output.getActivationFn() instanceof ActivationSoftmax;
  }

  private static String input(MultiLayerNetwork network) {
    InputPreProcessor first = network.getLayerWiseConfigurations().getInputPreProcess(0);
    if (first instanceof FeedForwardToCnnPreProcessor image) {
      return image.getNumChannels() == 1
          ? image.getInputWidth() + " x " + image.getInputHeight()
          : image.getInputWidth() + " x " + image.getInputHeight() + " x " + image.getNumChannels();
    }
    if (first == null
        && network.getLayer(0).conf().getLayer() instanceof FeedForwardLayer layer
        && !(layer instanceof ConvolutionLayer)) {
      return "" + layer.getNIn();
    }
    return "an input of another kind than";
  }

  private static boolean imageInput(MultiLayerNetwork network) {
    return network.getLayerWiseConfigurations().getInputPreProcess(0) != null;
  }

  private static long[] inputRow(MultiLayerNetwork network, int width, int height) {
    return imageInput(network) ? new long[] {height, width, 1} : new long[] {(long) width * height};
  }
}
