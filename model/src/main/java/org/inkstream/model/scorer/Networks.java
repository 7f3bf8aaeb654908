package org.inkstream.model.scorer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/** Makes networks from files written by Deeplearning4j. */
public final class Networks {

  private Networks() {}

  /**
   * The fastest form of a network.
   *
   * @param zip what {@code ModelSerializer} wrote; treat it as code, and load only what is verified
   * @param width width of the input image
   * @param height height of the input image
   * @throws IOException if the bytes are not such a file
   */
  public static Network load(byte[] zip, int width, int height) throws IOException {
    MultiLayerNetwork network = restore(zip);
    Optional<List<Step>> steps = Compiler.compile(network, inputRow(network, width, height));
    if (steps.isEmpty()) {
      return new LayeredNetwork(network, width * height);
    }
    network.close();
    return new CompiledNetwork(steps.get(), inputRow(network, width, height));
  }

  /**
   * The same network as Deeplearning4j runs it: slower, and what the fast form is compared with.
   *
   * @throws IOException if the bytes are not such a file
   */
  public static Network loadLayered(byte[] zip, int width, int height) throws IOException {
    return new LayeredNetwork(restore(zip), width * height);
  }

  private static MultiLayerNetwork restore(byte[] zip) throws IOException {
    try {
      return ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(zip), false);
    } catch (RuntimeException e) {
      // Deeplearning4j reports unreadable configurations with unchecked exceptions of many kinds.
      throw new IOException("not a Deeplearning4j network: " + e.getMessage(), e);
    }
  }

  private static long[] inputRow(MultiLayerNetwork network, int width, int height) {
    boolean image = network.getLayerWiseConfigurations().getInputPreProcess(0) != null;
    return image ? new long[] {height, width, 1} : new long[] {(long) width * height};
  }
}
