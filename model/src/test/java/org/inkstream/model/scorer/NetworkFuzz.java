package org.inkstream.model.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.inkstream.model.SeedFiles;

/**
 * Any bytes as the file of a network, up to where Deeplearning4j would get it: it is read or
 * refused with an {@link IOException}, and what is read holds known classes and as many weights as
 * it says.
 *
 * <p>An input that begins as a zip does is the file; any other is a configuration, a byte 0 and the
 * weights, of which a file is made: chance does not find a zip's checksums.
 */
class NetworkFuzz {

  private static final String CONFIGURATION = "configuration.json";
  private static final String COEFFICIENTS = "coefficients.bin";

  /** Where the weights' head has the rank, behind "MIXED_DATA_TYPES", a number and "LONG". */
  private static final int RANK = 2 + 16 + Long.BYTES + 2 + 4;

  /**
   * Writes the seeds.
   *
   * @param arguments the folder of this module's test resources
   */
  public static void main(String[] arguments) throws Exception {
    SeedFiles.write(Path.of(arguments[0]), NetworkFuzz.class, "shouldReadOrRefuse", seeds());
  }

  /** A small network of each kind, as a file and in pieces. */
  private static Stream<byte[]> seeds() {
    byte[] convolution =
        RandomNetworks.zip(
            3,
            InputType.convolutionalFlat(4, 4, 1),
            new ConvolutionLayer.Builder(2, 2).nOut(2).build(),
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).build(),
            RandomNetworks.output(2));
    byte[] residual =
        RandomNetworks.graph(
            4,
            4,
            graph ->
                graph
                    .addLayer("a", RandomNetworks.same(2), "image")
                    .addLayer("b", RandomNetworks.same(2), "a")
                    .addVertex("sum", RandomNetworks.sum(), "b", "a")
                    .addLayer("answer", RandomNetworks.output(2), "sum")
                    .setOutputs("answer"));
    return Stream.of(RandomNetworks.dense(11, 4, 2, 3), convolution, residual)
        .flatMap(file -> Stream.of(file, inPieces(file)));
  }

  @FuzzTest(maxDuration = "10m")
  void shouldReadOrRefuse(byte[] input) {
    NetworkFile read;
    try {
      read = NetworkFile.read(isZip(input) ? input : zip(input));
    } catch (IOException e) {
      assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
      return;
    }

    assertThat(read.weights()).isBetween(1L, read.coefficients().length / (long) Float.BYTES);
    assertThat(ByteBuffer.wrap(read.coefficients()).getLong(RANK)).isBetween(1L, 2L);
    assertThat(sameAgain(read)).usingRecursiveComparison().isEqualTo(read);
  }

  private static NetworkFile sameAgain(NetworkFile read) {
    try {
      return NetworkFile.read(read.zip());
    } catch (IOException e) {
      throw new AssertionError("what was read once", e);
    }
  }

  private static boolean isZip(byte[] input) {
    return input.length > 1 && input[0] == 'P' && input[1] == 'K';
  }

  private static byte[] zip(byte[] pieces) {
    int end = 0;
    while (end < pieces.length && pieces[end] != 0) {
      end++;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(CONFIGURATION));
      zip.write(pieces, 0, end);
      zip.putNextEntry(new ZipEntry(COEFFICIENTS));
      zip.write(pieces, Math.min(end + 1, pieces.length), Math.max(0, pieces.length - end - 1));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteArray();
  }

  private static byte[] inPieces(byte[] file) {
    Map<String, byte[]> files = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] configuration = files.get(CONFIGURATION);
    byte[] coefficients = files.get(COEFFICIENTS);
    byte[] pieces = Arrays.copyOf(configuration, configuration.length + 1 + coefficients.length);
    System.arraycopy(coefficients, 0, pieces, configuration.length + 1, coefficients.length);
    return pieces;
  }
}
