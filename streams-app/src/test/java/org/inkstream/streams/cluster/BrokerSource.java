package org.inkstream.streams.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.testcontainers.DockerClientFactory;

/**
 * Where the brokers of the integration tests come from: the system property {@code
 * inkstream.test.kafka}, which Maven hands on from its command line.
 */
public enum BrokerSource {
  /** The embedded broker; the default, which needs nothing but a JVM. */
  EMBEDDED,
  /** Containers. Without Docker the tests fail. */
  CONTAINER,
  /** Containers where Docker is, else the embedded broker. */
  AUTO;

  private static final String PROPERTY = "inkstream.test.kafka";

  /**
   * Empty if the tests of this JVM take containers, else why they do not, for people.
   *
   * @throws IllegalStateException if containers were asked for and there is no Docker
   */
  public static Optional<String> whyNoContainers() {
    return whyNoContainers(setting(), () -> DockerClientFactory.instance().isDockerAvailable());
  }

  /** What was asked for. */
  static BrokerSource setting() {
    return parse(System.getProperty(PROPERTY));
  }

  /** The setting that a text means; null is the default. */
  static BrokerSource parse(String text) {
    if (text == null) {
      return EMBEDDED;
    }
    List<String> names =
        Arrays.stream(values()).map(source -> source.name().toLowerCase(Locale.ROOT)).toList();
    int index = names.indexOf(text);
    if (index < 0) {
      throw new IllegalArgumentException(
          "-D%s=%s: one of %s is expected".formatted(PROPERTY, text, String.join(", ", names)));
    }
    return values()[index];
  }

  /** As {@link #whyNoContainers()}, of a setting, and of a machine that is asked if need be. */
  static Optional<String> whyNoContainers(BrokerSource source, BooleanSupplier docker) {
    if (source == EMBEDDED) {
      return Optional.of("-D%s is embedded, its default".formatted(PROPERTY));
    }
    if (docker.getAsBoolean()) {
      return Optional.empty();
    }
    if (source == CONTAINER) {
      throw new IllegalStateException(
          "-D%s=container, and there is no Docker here that Testcontainers can use"
              .formatted(PROPERTY));
    }
    return Optional.of(
        "-D%s=auto, and there is no Docker here that Testcontainers can use".formatted(PROPERTY));
  }
}
