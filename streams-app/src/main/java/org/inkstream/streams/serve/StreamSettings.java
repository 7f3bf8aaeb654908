package org.inkstream.streams.serve;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How Kafka Streams runs.
 *
 * @param applicationId instances with the same one share the work
 * @param threads stream threads, at least 1
 * @param exactlyOnce false for at least once, which answers sooner
 * @param commitInterval how often answers become visible
 * @param partitions of the event topics, where they have to be made
 * @param overrides settings of Kafka Streams that win over ours, in Kafka's own keys
 */
public record StreamSettings(
    String applicationId,
    int threads,
    boolean exactlyOnce,
    Duration commitInterval,
    int partitions,
    Map<String, String> overrides) {

  /** Copies. */
  public StreamSettings {
    overrides = Collections.unmodifiableMap(new TreeMap<>(overrides));
  }
}
