package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.registry.Promotion;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.model.topic.Encoding;
import org.inkstream.model.topic.Topics;
import org.inkstream.model.topic.Undecodable;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.InstanceStatus;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.streams.cluster.KafkaCluster;
import org.inkstream.streams.deadletter.DeadLetter;
import org.inkstream.streams.deadletter.DeadLetterHeaders;
import org.inkstream.streams.testing.OfflineModel;
import org.inkstream.streams.testing.TestModel;
import org.inkstream.streams.testing.TrainedModel;
import org.inkstream.trainer.publish.Publisher;
import org.inkstream.trainer.publish.VersionTakenException;

/** Topics of a test's own, the models published there, and what must hold of every answer. */
final class Deployment {

  /** Where an event stands. */
  record Place(int partition, long offset) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      return partition == other.partition
          ? Long.compare(offset, other.offset)
          : Integer.compare(partition, other.partition);
    }
  }

  private static final Duration POLL = Duration.ofMillis(20);

  private final KafkaCluster kafka;
  private final Topics topics;
  private final RegistryWriter registry;
  private final Map<String, OfflineModel> models = new HashMap<>();

  Deployment(int partitions) {
    this(partitions, Encoding.SINGLE_OBJECT);
  }

  Deployment(int partitions, Encoding encoding) {
    this(KafkaCluster.shared(), partitions, encoding);
  }

  /** On a cluster of the test's own. */
  Deployment(KafkaCluster kafka, int partitions) {
    this(kafka, partitions, Encoding.SINGLE_OBJECT);
  }

  private Deployment(KafkaCluster kafka, int partitions, Encoding encoding) {
    this.kafka = kafka;
    topics = new Topics(kafka.topics(partitions).prefix(), encoding);
    registry = new RegistryWriter(kafka.client(), topics);
  }

  KafkaCluster kafka() {
    return kafka;
  }

  Topics topics() {
    return topics;
  }

  RegistryWriter registry() {
    return registry;
  }

  Deployment publish(TestModel model) {
    return publish(model, model.bytes());
  }

  /** Publishes other bytes as a model's bundle. */
  Deployment publish(TestModel model, byte[] bundle) {
    registry.publish(model.published(bundle), bundle);
    models.put(model.version(), model);
    return this;
  }

  /** Publishes as {@code ./inkstream publish} does. */
  Deployment publish(TrainedModel model) {
    try {
      new Publisher(kafka.client(), topics, Duration.ZERO, Clock.systemUTC(), Undecodable.inLog())
          .publish(model.bundle().manifest(), List.of(), BundleFile.bytes(model.bundle()));
    } catch (VersionTakenException e) {
      throw new AssertionError(e);
    }
    models.put(model.version(), model);
    return this;
  }

  /** Makes a version champion in a while. */
  AliasChange promote(String version, Duration lead) {
    return new Promotion(registry, Clock.systemUTC())
        .promote(RegistryReader.readAll(kafka.client(), topics), version, lead, "promote", "a test")
        .orElseThrow();
  }

  /** Sends an event and waits until the broker has it. */
  void send(String key, byte[] value) {
    kafka.send(topics.images(), key == null ? null : key.getBytes(UTF_8), value);
  }

  /** What was said on {@code model-status} by now, in order. */
  List<ModelStatus> statuses() {
    List<ModelStatus> all = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> written : kafka.committed(topics.modelStatus())) {
      all.add(decode(written, topics.modelStatus().wire()));
    }
    return all;
  }

  /** The receipts of swaps from one version to another by now, in order. */
  List<SwapReceipt> receipts() {
    return statuses().stream()
        .filter(status -> status.getState() == ModelState.SWAPPED)
        .map(ModelStatus::getReceipt)
        .filter(receipt -> receipt.getFrom() != null)
        .toList();
  }

  /** Checks that a swap's champion answered the events that its receipt calls its first. */
  void checkFirstOffsets(SwapReceipt receipt, Map<Place, Classification> answers) {
    assertThat(receipt.getFirstOffsets()).isNotEmpty();
    receipt
        .getFirstOffsets()
        .forEach(
            (partition, offset) -> {
              int number = Integer.parseInt(partition.substring(partition.lastIndexOf('-') + 1));
              assertThat(answers.get(new Place(number, offset)).getModelVersion())
                  .isEqualTo(receipt.getTo());
            });
  }

  /** The answers by now, in the order they were written to each partition. */
  List<Classification> answers() {
    List<Classification> all = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> written : kafka.committed(topics.classifications())) {
      all.add(decode(written, topics.classifications().wire()));
    }
    return all;
  }

  /**
   * Checks that each event has exactly one answer, in the order of its partition, by the champion
   * of its time, and with that version's numbers. Nothing may run any more that could answer twice.
   *
   * @param deadLetters how many events cannot be classified
   * @return the answers by the place of their event
   */
  Map<Place, Classification> verify(int deadLetters) {
    List<ConsumerRecord<byte[], byte[]>> answered = kafka.committed(topics.classifications());
    return verify(deadLetters, 1, answered);
  }

  /** Waits until every event has its answer from so many applications. */
  void awaitAnswers(int deadLetters, int applications) {
    int events = kafka.committed(topics.images()).size();
    kafka.committed(topics.classifications(), (events - deadLetters) * applications);
    kafka.committed(topics.deadLetters(), deadLetters * applications);
  }

  /** As {@link #verify(int)}, of some of the answers. */
  Map<Place, Classification> verify(
      int deadLetters, int applications, List<ConsumerRecord<byte[], byte[]>> answered) {
    Map<Place, ConsumerRecord<byte[], byte[]>> events = new TreeMap<>();
    kafka
        .committed(topics.images())
        .forEach(event -> events.put(new Place(event.partition(), event.offset()), event));
    AliasHistory champions = RegistryReader.readAll(kafka.client(), topics).champion();
    Map<Place, Classification> answers = new TreeMap<>();
    Map<String, Long> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> written : answered) {
      Classification answer = decode(written, topics.classifications().wire());
      Place place = new Place(answer.getSourcePartition(), answer.getSourceOffset());
      assertThat(answers).as("answered twice").doesNotContainKey(place);
      answers.put(place, answer);
      String path = written.partition() + " from " + place.partition();
      assertThat(place.offset()).as("order").isGreaterThan(last.getOrDefault(path, -1L));
      last.put(path, place.offset());
      check(answer, events.get(place), written, champions);
    }
    List<Place> dead = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> letter : kafka.committed(topics.deadLetters())) {
      DeadLetter why = DeadLetterHeaders.read(letter.headers()).orElseThrow();
      Place place = new Place(why.partition(), why.offset());
      dead.add(place);
      assertThat(letter.value()).isEqualTo(events.get(place).value());
      assertThat(letter.key()).isEqualTo(events.get(place).key());
    }
    assertThat(dead).hasSize(deadLetters * applications);
    assertThat(dead).as("answered, too").noneMatch(answers::containsKey);
    List<Place> all = new ArrayList<>(answers.keySet());
    dead.stream().distinct().forEach(all::add);
    assertThat(all).containsExactlyInAnyOrderElementsOf(events.keySet());
    return answers;
  }

  /** Lets others work for a moment, between two looks at what is awaited. */
  static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL.toMillis()));
  }

  private void check(
      Classification answer,
      ConsumerRecord<byte[], byte[]> event,
      ConsumerRecord<byte[], byte[]> written,
      AliasHistory champions) {
    assertThat(event).as("the event of an answer").isNotNull();
    assertThat(written.key()).isEqualTo(event.key());
    assertThat(written.timestamp()).isEqualTo(event.timestamp());
    assertThat(written.headers()).isEqualTo(event.headers());
    assertThat(answer.getModelVersion())
        .as("the champion of the event's time")
        .isEqualTo(champions.at(event.timestamp()).orElseThrow());
    ImageEvent image = decode(event, topics.images().wire());
    assertThat(answer.getId()).isEqualTo(image.getId());
    if (image.getEncoding() == ImageEncoding.GRAY8 && image.getWidth() == TestModel.SIDE) {
      models.get(answer.getModelVersion()).check(answer, image.getPixels().array());
    }
  }

  static <T extends org.apache.avro.specific.SpecificRecordBase> T decode(
      ConsumerRecord<byte[], byte[]> written, org.inkstream.schemas.Wire<T> wire) {
    try {
      return wire.decode(written.value());
    } catch (UndecodableException e) {
      throw new AssertionError(written.topic() + " offset " + written.offset(), e);
    }
  }

  /** A heartbeat of an instance that need not be there. */
  void beat(String instance, Map<String, Long> loaded, Map<String, String> refused) {
    InstanceStatus status =
        new InstanceStatus(
            instance, Instant.now(), Instant.now(), null, loaded, refused, List.of(0), "test");
    kafka.send(
        topics.instances(), instance.getBytes(UTF_8), topics.instances().wire().encode(status));
  }
}
