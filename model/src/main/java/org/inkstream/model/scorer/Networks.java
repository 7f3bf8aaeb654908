package org.inkstream.model.scorer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.util.ModelSerializer;
import org.inkstream.model.plain.PlainFile;
import org.inkstream.model.plain.PlainModel;
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
    RestoredNetwork network = restore(zip, width, height);
    try {
      long[] inputRow =
          network.takesImages()
              ? new long[] {height, width, 1}
              : new long[] {(long) width * height};
      Optional<List<Step>> steps = Compiler.compile(network.parts(), inputRow);
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

  static RestoredNetwork restore(byte[] zip, int width, int height) throws IOException {
    RestoredNetwork network = restore(NetworkFile.read(zip));
    String found = network.input();
    String expected = network.takesImages() ? width + " x " + height : "" + width * height;
    if (!found.equals(expected)) {
      network.close();
      throw new WrongShapeException(
          "the network takes " + found + " numbers, announced were " + expected);
    }
    if (!network.endsInProbabilities()) {
      network.close();
      throw new IOException("the network does not end in an output layer with a softmax");
    }
    return network;
  }

  private static RestoredNetwork restore(NetworkFile file) throws IOException {
    try (InputStream zip = new ByteArrayInputStream(file.zip())) {
      return file.graph()
          ? RestoredGraph.of(ModelSerializer.restoreComputationGraph(zip, false))
          : new RestoredChain(ModelSerializer.restoreMultiLayerNetwork(zip, false));
    } catch (RuntimeException e) {
      // Deeplearning4j reports unreadable configurations with unchecked exceptions of many kinds.
      throw new IOException("not a Deeplearning4j network: " + e.getMessage(), e);
    }
  }
}
