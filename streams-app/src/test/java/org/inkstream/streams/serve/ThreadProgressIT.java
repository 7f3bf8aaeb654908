package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.inkstream.model.topic.Topics;
import org.inkstream.streams.cluster.KafkaCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the names that Kafka Streams' metrics really have. */
@Timeout(120)
class ThreadProgressIT {

  private final KafkaCluster kafka = KafkaCluster.shared();
  private final AtomicLong nanos = new AtomicLong();
  private final ThreadProgress progress = new ThreadProgress(nanos::get);

  @TempDir private Path folder;

  @Test
  void shouldFindAThreadThatWaitsAndNotOneThatIsIdle() throws Exception {
    Topics topics = kafka.topics(1);
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(topics.images().name(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .foreach(
            (key, value) -> {
              waiting.countDown();
              await(goOn);
            });
    Properties properties = new Properties();
    properties.putAll(kafka.client());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.prefix() + "progress");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (KafkaStreams streams = new KafkaStreams(builder.build(), properties)) {
      streams.start();
      try {
        kafka.send(topics.images(), null, new byte[1]);
        waiting.await();
        assertThat(standsStill(streams)).isTrue();
      } finally {
        goOn.countDown();
      }
      // Idle from now on, and it polls.
      while (standsStill(streams)) {
        Deployment.pause();
      }
    }
  }

  /** True if the thread does nothing between two looks. */
  private boolean standsStill(KafkaStreams streams) {
    progress.look(streams.metrics());
    nanos.addAndGet(ThreadProgress.PATIENCE.plus(Duration.ofSeconds(1)).toNanos());
    Deployment.pause();
    progress.look(streams.metrics());
    return progress.standing().isPresent();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
