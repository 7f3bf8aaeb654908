package org.inkstream.streams.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.topic.Topics;
import org.junit.jupiter.api.Test;

class KafkaClusterIT {

  private final KafkaCluster kafka = KafkaCluster.shared();

  @Test
  void shouldMakeEachTestItsOwnTopics() {
    Topics first = kafka.topics(3);
    Topics second = kafka.topics(1);

    kafka.send(first.images(), bytes("key"), bytes("value"));

    assertThat(kafka.committed(first.images(), 1)).hasSize(1);
    assertThat(kafka.committed(second.images())).isEmpty();
    assertThat(kafka.committed(first.modelVersions())).isEmpty();
  }

  @Test
  void shouldReadWhatIsCommittedAndNothingElse() {
    Topics topics = kafka.topics(1);
    Map<String, Object> config = kafka.client();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.prefix());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topics.labels().name(), bytes("k"), bytes("aborted")));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topics.labels().name(), bytes("k"), bytes("committed")));
      producer.commitTransaction();
    }

    assertThat(values(kafka.committed(topics.labels()))).containsExactly("committed");
    assertThat(values(kafka.committed(topics.labels(), 1))).containsExactly("committed");
  }

  private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(record -> new String(record.value(), UTF_8)).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
