package org.inkstream.streams.cluster;

/** Running Kafka brokers, wherever they come from. */
public interface Brokers extends AutoCloseable {

  /** Where clients connect, as {@code host:port}. */
  String bootstrapServers();

  /** Where the application under test connects: as all do, unless its network can be cut. */
  default String appServers() {
    return bootstrapServers();
  }

  /** Stops them and removes their data. */
  @Override
  void close();
}
