package org.inkstream.streams.cluster;

/** Running Kafka brokers, wherever they come from. */
interface Brokers extends AutoCloseable {

  /** Where clients connect, as {@code host:port}. */
  String bootstrapServers();

  /** Stops them and removes their data. */
  @Override
  void close();
}
