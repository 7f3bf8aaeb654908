package org.inkstream.model.registry;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How this package talks to Kafka. */
final class RegistryClients {

  private RegistryClients() {}

  /** A consumer without a group that sees committed records only. */
  static Map<String, Object> consumer(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    // A reader must not make topics: they would have the broker's default settings.
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return config;
  }

  /** As {@link #consumer}, but sees records of transactions that have not ended too. */
  static Map<String, Object> uncommittedConsumer(Map<String, Object> client) {
    Map<String, Object> config = consumer(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return config;
  }

  /** A producer whose records are kept once written. */
  static Map<String, Object> producer(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return config;
  }

  /**
   * As {@link #producer}, of which only one at a time can write: whoever comes later ends the
   * transaction of the one before.
   */
  static Map<String, Object> transactional(Map<String, Object> client, String id) {
    Map<String, Object> config = producer(client);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    return config;
  }
}
