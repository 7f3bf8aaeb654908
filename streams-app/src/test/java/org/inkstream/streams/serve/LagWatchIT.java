package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.inkstream.model.topic.Topics;
import org.inkstream.streams.cluster.KafkaCluster;
import org.junit.jupiter.api.Test;

class LagWatchIT {

  private final KafkaCluster kafka = KafkaCluster.shared();

  @Test
  void shouldCountWhatIsNotCommittedOfEveryPartition() throws Exception {
    Topics topics = kafka.topics(3);
    String group = topics.prefix() + "group";
    send(topics, 0, 5);
    send(topics, 1, 2);
    commit(group, new TopicPartition(topics.images().name(), 0), 3);

    assertThat(seen(kafka.client(), topics, group)).isEqualTo(Map.of(0, 2L, 1, 2L, 2, 0L));

    // What was deleted waits for nobody.
    try (Admin admin = Admin.create(kafka.client())) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(topics.images().name(), 1), RecordsToDelete.beforeOffset(1)))
          .all()
          .get();
    }
    assertThat(seen(kafka.client(), topics, group)).isEqualTo(Map.of(0, 2L, 1, 1L, 2, 0L));
  }

  @Test
  void shouldSayNothingWhileNobodyCanBeAsked() throws Exception {
    Topics topics = new Topics("none.");

    assertThat(seen(kafka.client(), topics, "none")).as("no such topic").isEmpty();
  }

  private Map<Integer, Long> seen(Map<String, Object> client, Topics topics, String group)
      throws InterruptedException {
    BlockingQueue<Map<Integer, Long>> told = new LinkedBlockingQueue<>();
    try (LagWatch watch =
        new LagWatch(client, topics.images().name(), group, IsolationLevel.READ_COMMITTED)) {
      watch.start(told::add);
      return told.poll(60, TimeUnit.SECONDS);
    }
  }

  private void send(Topics topics, int partition, int count) {
    for (int i = 0; i < count; i++) {
      kafka.send(new ProducerRecord<>(topics.images().name(), partition, null, new byte[] {1}));
    }
  }

  private void commit(String group, TopicPartition partition, long offset)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(kafka.client())) {
      admin
          .alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }
}
