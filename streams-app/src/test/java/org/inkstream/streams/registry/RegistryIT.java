package org.inkstream.streams.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.registry.ArtifactException;
import org.inkstream.model.registry.Artifacts;
import org.inkstream.model.registry.RegistryEvent;
import org.inkstream.model.registry.RegistryEvent.AliasChanged;
import org.inkstream.model.registry.RegistryEvent.Deleted;
import org.inkstream.model.registry.RegistryEvent.Published;
import org.inkstream.model.registry.RegistryEvent.Skipped;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;
import org.inkstream.streams.cluster.KafkaCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RegistryIT {

  private static final int CHUNK = 256 * 1024;
  private static final Duration SOON = Duration.ofMillis(200);

  private final KafkaCluster kafka = KafkaCluster.shared();
  private final Topics topics = kafka.topics(1);
  private final RegistryWriter writer = new RegistryWriter(kafka.client(), topics);
  private final Artifacts artifacts = new Artifacts(kafka.client(), topics);

  @Test
  void shouldFetchWhatWasPublished() throws Exception {
    byte[] bundle = bundle(1, 3 * 1024 * 1024 + 17);

    ModelVersion published = writer.publish(manifest("v1", bundle), bundle);

    RegistrySnapshot snapshot = RegistryReader.readAll(kafka.client(), topics);
    assertThat(published.getChunks()).isEqualTo(13);
    assertThat(snapshot.version("v1")).contains(published);
    assertThat(artifacts.fetch(snapshot.version("v1").orElseThrow())).isEqualTo(bundle);
    assertThat(kafka.committed(topics.modelArtifacts()))
        .hasSize(13)
        .allSatisfy(chunk -> assertThat(chunk.value().length).isLessThanOrEqualTo(CHUNK));
  }

  @Test
  void shouldFetchEachOfSeveralVersions() throws Exception {
    byte[] first = bundle(1, CHUNK + 1);
    byte[] second = bundle(2, CHUNK);
    ModelVersion a = writer.publish(manifest("a", first), first);
    ModelVersion b = writer.publish(manifest("b", second), second);

    assertThat(artifacts.fetch(b)).isEqualTo(second);
    assertThat(artifacts.fetch(a)).isEqualTo(first);
    assertThat(RegistryReader.readAll(kafka.client(), topics).versions())
        .containsOnlyKeys("a", "b");
  }

  @Test
  void shouldFindChunksWhoseOffsetsAreNotThoseOfTheManifest() throws Exception {
    byte[] bundle = bundle(1, 2 * CHUNK);
    ModelVersion published = writer.publish(manifest("v1", bundle), bundle);

    ModelVersion mirrored =
        ModelVersion.newBuilder(published)
            .setArtifactOffset(published.getArtifactOffset() + 1)
            .build();
    ModelVersion unknown = ModelVersion.newBuilder(published).setArtifactOffset(-1).build();

    assertThat(artifacts.fetch(mirrored)).isEqualTo(bundle);
    assertThat(artifacts.fetch(unknown)).isEqualTo(bundle);
  }

  @Test
  void shouldFetchTheLatestWhenAVersionWasPublishedTwice() throws Exception {
    byte[] first = bundle(1, 3 * CHUNK);
    byte[] second = bundle(2, 2 * CHUNK);
    writer.publish(manifest("v1", first), first);
    writer.publish(manifest("v1", second), second);

    ModelVersion found = RegistryReader.readAll(kafka.client(), topics).version("v1").orElseThrow();

    assertThat(artifacts.fetch(found)).isEqualTo(second);
  }

  @Test
  void shouldSayWhichChunkIsMissing() throws Exception {
    byte[] bundle = bundle(1, 2 * CHUNK);
    ModelVersion published = writer.publish(manifest("v1", bundle), bundle);
    ModelVersion longer = ModelVersion.newBuilder(published).setChunks(3).build();
    ModelVersion other = ModelVersion.newBuilder(published).setVersion("v2").build();

    assertThatExceptionOfType(ArtifactException.class)
        .isThrownBy(() -> artifacts.fetch(longer))
        .withMessageContaining("chunk 2 of 3");
    assertThatExceptionOfType(ArtifactException.class)
        .isThrownBy(() -> artifacts.fetch(other))
        .withMessageContaining("chunk 0 of 2");
  }

  @Test
  void shouldTakeNoNoticeOfOtherRecordsAmongTheChunks() throws Exception {
    kafka.send(topics.modelArtifacts(), bytes("v1/00001"), null);
    kafka.send(topics.modelArtifacts(), bytes("v1/1"), bytes("another name"));
    byte[] bundle = bundle(1, 2 * CHUNK);

    ModelVersion published = writer.publish(manifest("v1", bundle), bundle);

    assertThat(artifacts.fetch(published)).isEqualTo(bundle);
    assertThat(artifacts.fetch(ModelVersion.newBuilder(published).setArtifactOffset(-1).build()))
        .isEqualTo(bundle);
  }

  @Test
  void shouldShowNothingOfAPublicationThatFailed() {
    byte[] bundle = bundle(1, 3 * CHUNK);
    ModelVersion withoutLabels = manifest("v1", bundle);
    withoutLabels.setFamily(null);

    assertThatThrownBy(() -> writer.publish(withoutLabels, bundle))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> writer.publish(manifest("v2", new byte[0]), new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(RegistryReader.readAll(kafka.client(), topics).versions()).isEmpty();
    assertThat(kafka.committed(topics.modelArtifacts())).isEmpty();
  }

  @Test
  void shouldPublishAfterAPublicationThatFailed() throws Exception {
    byte[] bundle = bundle(1, CHUNK);
    ModelVersion broken = manifest("v1", bundle);
    broken.setFamily(null);
    assertThatThrownBy(() -> writer.publish(broken, bundle)).isInstanceOf(RuntimeException.class);

    ModelVersion published = writer.publish(manifest("v1", bundle), bundle);

    assertThat(artifacts.fetch(published)).isEqualTo(bundle);
  }

  @Test
  void shouldNotMixTwoPublicationsOfOneVersionAtOnce() throws Exception {
    List<byte[]> bundles = List.of(bundle(1, 8 * CHUNK + 1), bundle(2, 8 * CHUNK + 2));
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<ModelVersion>> publications = new ArrayList<>();
    for (byte[] bundle : bundles) {
      Callable<ModelVersion> publication =
          () -> {
            start.await();
            return new RegistryWriter(kafka.client(), topics)
                .publish(manifest("v1", bundle), bundle);
          };
      publications.add(threads.submit(publication));
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

    int published = 0;
    for (Future<ModelVersion> publication : publications) {
      try {
        publication.get();
        published++;
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(KafkaException.class);
      }
    }
    ModelVersion found = RegistryReader.readAll(kafka.client(), topics).version("v1").orElseThrow();
    assertThat(published).isPositive();
    assertThat(Sha256.of(artifacts.fetch(found))).isEqualTo(found.getBundleSha256());
  }

  @Test
  void shouldFollowPublicationsPromotionsAndDeletions() {
    byte[] bundle = bundle(1, 10);
    try (RegistryReader reader = new RegistryReader(kafka.client(), topics)) {
      assertThat(reader.readToEnd()).isEmpty();

      ModelVersion a = writer.publish(manifest("a", bundle), bundle);
      AliasChange promoted = promote("a", 100);
      assertThat(reader.readToEnd()).containsExactly(new Published(a), new AliasChanged(promoted));
      assertThat(reader.snapshot().champion().at(100)).contains("a");

      kafka.send(topics.modelVersions(), bytes("a"), null);
      assertThat(reader.readToEnd()).containsExactly(new Deleted("a"));
      assertThat(reader.snapshot().versions()).isEmpty();
      assertThat(reader.readToEnd()).isEmpty();
    }
  }

  @Test
  void shouldHoldAPromotionBackWhileItsVersionIsStillBeingPublished() throws Exception {
    byte[] bundle = bundle(1, 10);
    ModelVersion late = manifest("late", bundle);
    late.setChunks(1);
    try (KafkaProducer<byte[], byte[]> producer = transactional();
        RegistryReader reader = new RegistryReader(kafka.client(), topics)) {
      producer.beginTransaction();
      sendManifest(producer, late);
      AliasChange promoted = promote("late", 100);

      // Kafka says that a transaction is committed a moment before readers can see it.
      for (int i = 0; i < 5; i++) {
        assertThat(reader.poll(SOON)).isEmpty();
      }
      producer.commitTransaction();

      assertThat(reader.readToEnd())
          .containsExactly(new Published(late), new AliasChanged(promoted));
    }
  }

  @Test
  void shouldReadToTheEndOfATransactionThatIsOpenWhenItBegins() throws Exception {
    ModelVersion late = chunked("late", 1);
    try (KafkaProducer<byte[], byte[]> producer = transactional()) {
      producer.beginTransaction();
      sendManifest(producer, late);

      RegistrySnapshot snapshot =
          duringCommitOf(producer, () -> RegistryReader.readAll(kafka.client(), topics));

      assertThat(snapshot.version("late")).contains(late);
    }
  }

  @Test
  void shouldFetchChunksThatBecomeVisibleAfterTheirManifest() throws Exception {
    ModelVersion version = chunked("late", 1);
    byte[] chunk = bundle(1, 10);
    try (KafkaProducer<byte[], byte[]> producer = transactional()) {
      producer.beginTransaction();
      long offset =
          producer
              .send(
                  new ProducerRecord<>(topics.modelArtifacts().name(), bytes("late/00000"), chunk))
              .get()
              .offset();
      version.setArtifactOffset(offset);

      byte[] fetched = duringCommitOf(producer, () -> artifacts.fetch(version));

      assertThat(fetched).isEqualTo(chunk);
    }
  }

  @Test
  void shouldSeeWhatWasPublishedAMomentAgo() {
    byte[] bundle = bundle(1, 10);
    for (int i = 0; i < 30; i++) {
      ModelVersion published = writer.publish(manifest("v" + i, bundle), bundle);

      assertThat(RegistryReader.readAll(kafka.client(), topics).version("v" + i))
          .contains(published);
    }
  }

  @Test
  void shouldSkipAPromotionOfAVersionThatNobodyPublished() {
    AliasChange unknown = promote("unknown", 100);
    byte[] bundle = bundle(1, 10);
    ModelVersion a = writer.publish(manifest("a", bundle), bundle);
    AliasChange known = promote("a", 200);

    try (RegistryReader reader = new RegistryReader(kafka.client(), topics)) {
      List<RegistryEvent> events = reader.readToEnd();

      assertThat(events).hasSize(3).contains(new Published(a), new AliasChanged(known));
      assertThat(events)
          .filteredOn(Skipped.class::isInstance)
          .singleElement()
          .satisfies(
              event -> {
                Skipped skipped = (Skipped) event;
                assertThat(skipped.subject()).isEqualTo(unknown.getVersion());
                assertThat(skipped.detail()).contains("champion").contains("not published");
              });
      assertThat(reader.snapshot().champion().changes()).containsExactly(known);
    }
  }

  @Test
  void shouldKeepTheOrderOfPromotionsBehindOneThatIsHeldBack() throws Exception {
    byte[] bundle = bundle(1, 10);
    writer.publish(manifest("a", bundle), bundle);
    ModelVersion late = manifest("late", bundle);
    late.setChunks(1);
    try (KafkaProducer<byte[], byte[]> producer = transactional();
        RegistryReader reader = new RegistryReader(kafka.client(), topics)) {
      producer.beginTransaction();
      sendManifest(producer, late);
      promote("late", 100);
      promote("a", 100);
      producer.commitTransaction();

      reader.readToEnd();

      // Of one instant: the one written later holds.
      assertThat(reader.snapshot().champion().at(100)).contains("a");
    }
  }

  @Test
  void shouldSkipGarbageOnEachTopicAndReadOn() throws Exception {
    Topic<ModelVersion> versions = topics.modelVersions();
    Topic<AliasChange> aliases = topics.modelAliases();
    byte[] bundle = bundle(1, 10);
    ModelVersion good = writer.publish(manifest("good", bundle), bundle);
    kafka.send(versions, bytes("bad"), bytes("garbage"));
    kafka.send(versions, bytes("other"), versions.wire().encode(good));
    kafka.send(versions, bytes("good2"), versions.wire().encode(chunked("good2", 0)));
    kafka.send(
        versions, bytes("good3"), versions.wire().encode(chunked("good3", Integer.MAX_VALUE)));
    ModelVersion elsewhere = chunked("good4", 1);
    elsewhere.setArtifactPartition(7);
    kafka.send(versions, bytes("good4"), versions.wire().encode(elsewhere));
    kafka.send(aliases, bytes("champion"), bytes("garbage"));
    kafka.send(aliases, bytes("champion"), null);
    kafka.send(aliases, bytes("champion"), versions.wire().encode(good));
    kafka.send(aliases, bytes("champion"), aliases.wire().encode(change(null, 1)));
    AliasChange promoted = promote("good", 100);

    try (RegistryReader reader = new RegistryReader(kafka.client(), topics)) {
      List<RegistryEvent> events = reader.readToEnd();

      assertThat(events).contains(new Published(good), new AliasChanged(promoted));
      assertThat(events).filteredOn(Skipped.class::isInstance).hasSize(9);
      assertThat(events).hasSize(11);
      assertThat(events)
          .filteredOn(Skipped.class::isInstance)
          .extracting(event -> ((Skipped) event).detail())
          .allSatisfy(detail -> assertThat(detail).isNotBlank().doesNotContain("\n"));
      assertThat(reader.snapshot().versions()).containsOnlyKeys("good");
      assertThat(reader.snapshot().champion().changes()).containsExactly(promoted);
    }
  }

  @Test
  void shouldReachTheEndOfTopicsThatEndInAnAbortedTransaction() {
    byte[] bundle = bundle(1, 10);
    ModelVersion published = writer.publish(manifest("a", bundle), bundle);
    try (KafkaProducer<byte[], byte[]> producer = transactional()) {
      producer.beginTransaction();
      producer.send(
          new ProducerRecord<>(topics.modelVersions().name(), bytes("x"), bytes("aborted")));
      producer.send(
          new ProducerRecord<>(topics.modelAliases().name(), bytes("x"), bytes("aborted")));
      producer.flush();
      producer.abortTransaction();
    }

    try (RegistryReader reader = new RegistryReader(kafka.client(), topics)) {
      assertThat(reader.readToEnd()).containsExactly(new Published(published));
      assertThat(reader.readToEnd()).isEmpty();
    }
  }

  @Test
  void shouldWakeUpAndGoOnAfterwards() {
    byte[] bundle = bundle(1, 10);
    try (RegistryReader reader = new RegistryReader(kafka.client(), topics)) {
      reader.wakeup();
      assertThatExceptionOfType(WakeupException.class)
          .isThrownBy(() -> reader.poll(Duration.ofSeconds(30)));

      ModelVersion published = writer.publish(manifest("a", bundle), bundle);

      assertThat(reader.readToEnd()).containsExactly(new Published(published));
    }
  }

  /** What a reading gives that begins before a transaction is committed. */
  private static <T> T duringCommitOf(KafkaProducer<byte[], byte[]> producer, Callable<T> reading)
      throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<T> read = thread.submit(reading);
      // A reading that stops short of the open transaction ends by itself.
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() -> read.get(2, TimeUnit.SECONDS));
      producer.commitTransaction();
      return read.get(60, TimeUnit.SECONDS);
    } finally {
      thread.shutdownNow();
    }
  }

  private void sendManifest(KafkaProducer<byte[], byte[]> producer, ModelVersion version)
      throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                topics.modelVersions().name(),
                bytes(version.getVersion()),
                topics.modelVersions().wire().encode(version)))
        .get();
  }

  private KafkaProducer<byte[], byte[]> transactional() {
    Map<String, Object> config = kafka.client();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.prefix() + "other");
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private AliasChange promote(String version, long effectiveFrom) {
    return writer.point(
        RegistrySnapshot.CHAMPION,
        version,
        Instant.ofEpochMilli(effectiveFrom),
        null,
        "promote",
        "test");
  }

  private static AliasChange change(String version, long effectiveFrom) {
    return AliasChange.newBuilder()
        .setAlias(RegistrySnapshot.CHAMPION)
        .setVersion(version)
        .setEffectiveFrom(Instant.ofEpochMilli(effectiveFrom))
        .setChangedAt(Instant.EPOCH)
        .build();
  }

  private static ModelVersion chunked(String version, int chunks) {
    ModelVersion manifest = manifest(version, new byte[1]);
    manifest.setChunks(chunks);
    return manifest;
  }

  private static ModelVersion manifest(String version, byte[] bundle) {
    return ModelVersion.newBuilder()
        .setVersion(version)
        .setFamily("mlp")
        .setCreatedAt(Instant.ofEpochSecond(1))
        .setInputWidth(28)
        .setInputHeight(28)
        .setLabels(List.of("zero", "one"))
        .setParameters(1)
        .setBundleBytes(bundle.length)
        .setBundleSha256(Sha256.of(bundle))
        .setChunks(0)
        .build();
  }

  private static byte[] bundle(long seed, int size) {
    byte[] bundle = new byte[size];
    new Random(seed).nextBytes(bundle);
    return bundle;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
