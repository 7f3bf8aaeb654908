package org.inkstream.streams.serve;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.inkstream.model.topic.Topics;

/** Kafka Streams' settings, with the reason for each that is not Kafka's own default. */
public final class StreamsConfiguration {

  private StreamsConfiguration() {}

  /** The settings of one instance; a new object that may be changed. */
  public static Properties of(Map<String, Object> client, ServeSettings settings, Path stateDir) {
    StreamSettings stream = settings.stream();
    Properties p = new Properties();
    p.putAll(client);
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, stream.applicationId());
    p.put(StreamsConfig.CLIENT_ID_CONFIG, settings.instance());
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, stream.threads());
    p.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    p.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        stream.exactlyOnce() ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, stream.commitInterval().toMillis());
    // An event waits for its batch no longer than the linger, unless the thread sleeps in poll.
    p.put(StreamsConfig.POLL_MS_CONFIG, settings.scoring().linger().toMillis());
    // The slots of waiting events must fit, or each eviction becomes a write to the changelog.
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L << 20);
    // Every event that was produced is answered, also those from before the first start.
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2000);
    // After a kill the others take over this soon.
    p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
    p.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
    // State is in memory and restored in a moment: an instance without it takes tasks at once. With
    // a bound it would warm them up first, and get none before the next probing rebalance, in ten
    // minutes.
    p.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, Long.MAX_VALUE);
    // A killed instance's open transaction hides all later answers until it times out.
    // It must outlast the time between two commits.
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        (int) Math.max(10_000, 2 * stream.commitInterval().toMillis()));
    // A commit sends at once what waits; more than a few ms of Kafka's 100 only delays the rest.
    p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10);
    // A dead letter and a waiting event are the event and more: a topic that took the one must not
    // refuse the other.
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
        Topics.MAX_ANSWER_BYTES);
    p.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Topics.MAX_ANSWER_BYTES);
    // Take the broker's default: one on a single node, three on a proper cluster.
    p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
    p.put(StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG), 64 << 20);
    p.putAll(stream.overrides());
    return p;
  }
}
