package org.inkstream.trainer.bundling;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Which libraries and which kind of machine a network was trained with. */
final class Libraries {

  private Libraries() {}

  /** Versions by name. */
  static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("deeplearning4j-nn", ofJar("org.deeplearning4j", "deeplearning4j-nn"));
    versions.put("nd4j-native", ofJar("org.nd4j", "nd4j-native"));
    versions.put("java", System.getProperty("java.version"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    String own = Libraries.class.getPackage().getImplementationVersion();
    versions.put("inkstream", own == null ? "unknown" : own);
    return versions;
  }

  /** What Maven wrote into the jar. */
  private static String ofJar(String group, String artifact) {
    String resource = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
    try (InputStream in = Libraries.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + resource, e);
    }
  }
}
