package org.inkstream.bench.swap;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.TopicWatch;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.UndecodableException;

/**
 * Sees when the first answer of each version is there for a consumer of committed records, on a
 * thread of its own that always asks.
 */
final class VersionWatch implements AutoCloseable {

  private final Map<String, Long> firsts = new ConcurrentHashMap<>();
  private final TopicWatch watch;

  VersionWatch(Cluster cluster) {
    this.watch = new TopicWatch(cluster, Cluster.TOPICS.classifications().name(), this::take);
  }

  /** When the version's first answer was there, in milliseconds since the epoch; 0 if none is. */
  long first(String version) {
    watch.check();
    return firsts.getOrDefault(version, 0L);
  }

  @Override
  public void close() {
    watch.close();
  }

  private void take(ConsumerRecord<byte[], byte[]> entry) throws UndecodableException {
    Classification answer = Cluster.TOPICS.classifications().wire().decode(entry.value());
    firsts.putIfAbsent(answer.getModelVersion(), System.currentTimeMillis());
  }
}
