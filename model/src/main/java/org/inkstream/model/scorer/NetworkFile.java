package org.inkstream.model.scorer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A file of Deeplearning4j's ModelSerializer, read by us first. Deeplearning4j would load any class
 * that the configuration names, and read any object of Java's serialisation that lies beside it;
 * what is handed on holds neither.
 *
 * @param configuration names known classes only
 * @param coefficients the weights, as long as their head says
 * @param weights number of them
 * @param graph whether it is a ComputationGraph; otherwise a MultiLayerNetwork
 */
record NetworkFile(byte[] configuration, byte[] coefficients, long weights, boolean graph) {

  private static final String CONFIGURATION = "configuration.json";

  /** A property that Deeplearning4j gives to graphs, and to nothing else. */
  private static final String OF_GRAPHS = "vertices";

  private static final String COEFFICIENTS = "coefficients.bin";

  /**
   * What ModelSerializer writes of a network. The updater's state is for training, and left out.
   */
  private static final Set<String> WRITTEN =
      Set.of(CONFIGURATION, COEFFICIENTS, "updaterState.bin");

  /** A bundle has no more. */
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private static final int MOST_CONFIGURATION = 1024 * 1024;

  /**
   * Reads and checks.
   *
   * @throws ForeignClassException if it names another class, or holds another file
   * @throws IOException if it is no such file within the bounds
   */
  static NetworkFile read(byte[] zip) throws IOException {
    Map<String, byte[]> files = unzip(zip);
    byte[] configuration = file(files, CONFIGURATION);
    if (configuration.length > MOST_CONFIGURATION) {
      throw new IOException("the configuration has " + configuration.length + " bytes");
    }
    boolean graph = ConfigurationCheck.check(configuration).contains(OF_GRAPHS);
    byte[] coefficients = file(files, COEFFICIENTS);
    return new NetworkFile(configuration, coefficients, Coefficients.count(coefficients), graph);
  }

  /**
   * A new zip of what was checked and nothing else, so that it does not matter where another reader
   * would have looked in the old one.
   */
  byte[] zip() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(0);
      zip.putNextEntry(new ZipEntry(CONFIGURATION));
      zip.write(configuration);
      zip.putNextEntry(new ZipEntry(COEFFICIENTS));
      zip.write(coefficients);
    }
    return out.toByteArray();
  }

  private static byte[] file(Map<String, byte[]> files, String name) throws IOException {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new IOException("not a Deeplearning4j network: " + name + " is missing");
    }
    return bytes;
  }

  private static Map<String, byte[]> unzip(byte[] file) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    int left = MOST_BYTES;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!WRITTEN.contains(entry.getName())) {
          throw new ForeignClassException("the network holds a file '" + printable(entry) + "'");
        }
        byte[] bytes = zip.readNBytes(left + 1);
        if (bytes.length > left) {
          throw new IOException("the network unpacks to more than " + MOST_BYTES + " bytes");
        }
        left -= bytes.length;
        if (files.put(entry.getName(), bytes) != null) {
          throw new IOException("the network holds " + entry.getName() + " twice");
        }
      }
    } catch (IllegalArgumentException e) {
      // What Java's reader makes of a name that is no UTF-8.
      throw new IOException("the network holds a file without a readable name", e);
    }
    return files;
  }

  private static String printable(ZipEntry entry) {
    String name = entry.getName().replaceAll("\\p{Cntrl}", "?");
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }
}
