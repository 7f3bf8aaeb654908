package org.inkstream.streams.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.inkstream.streams.broker.BrokerStartException;
import org.inkstream.streams.broker.EmbeddedBroker;

/** The embedded broker on a free port, with its data in a temporary folder. */
record EmbeddedBrokers(EmbeddedBroker broker, Path folder) implements Brokers {

  static EmbeddedBrokers start() {
    try {
      Path folder = Files.createTempDirectory("inkstream-kafka");
      return new EmbeddedBrokers(
          EmbeddedBroker.start(new EmbeddedBroker.Config(folder, 0)), folder);
    } catch (BrokerStartException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  @Override
  public void close() {
    broker.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
