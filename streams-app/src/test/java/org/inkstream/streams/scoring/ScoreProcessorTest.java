package org.inkstream.streams.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.inkstream.model.image.RejectionReason;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.topic.Topic;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.UnresolvedSchemaException;
import org.inkstream.schemas.Wire;
import org.inkstream.schemas.WriterSchemas;
import org.inkstream.streams.deadletter.DeadLetter;
import org.inkstream.streams.deadletter.DeadLetterHeaders;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.journal.Journal;
import org.inkstream.streams.models.Champions;
import org.inkstream.streams.models.ModelPool;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Crashes: a new processor finds the store as the last commit left it. */
class ScoreProcessorTest {

  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final Duration LINGER = Duration.ofMillis(5);

  private static final ImageEvent IMAGE =
      new ImageEvent("a", NOW, ImageEncoding.GRAY8, 28, 28, ByteBuffer.allocate(28 * 28), "test");

  private final Champions champions = new Champions();
  private Topic<ImageEvent> images =
      new Topic<>("images", Wire.of(ImageEvent.class), false, Map.of());
  private final ModelPool pool =
      new ModelPool(version -> TestModel.of(version, version.hashCode()).load(8));
  private KeyValueStore<Integer, byte[]> store;
  private MockProcessorContext<byte[], Outcome> context;
  private ScoreProcessor processor;
  private long nextOffset;

  @AfterEach
  void close() {
    processor.close();
    pool.close();
    assertThat(pool.nativeBytes()).isEmpty();
  }

  @Test
  void shouldScoreAgainAfterACrashWhatWaitedAtTheCommit() {
    promote("v1", NOW);
    start(4);
    process("a", "b");
    List<KeyValue> committed = commit();

    restart(committed, 4);
    assertThat(answers()).isEmpty();
    tick(LINGER);
    assertThat(answers()).isEmpty();
    tick(LINGER);

    assertThat(ids()).containsExactly("a", "b");
    assertThat(answers().get(1).record().key()).isEqualTo("key-b".getBytes(UTF_8));
    assertThat(answers().get(1).record().headers().lastHeader("of").value())
        .isEqualTo("b".getBytes(UTF_8));
    assertThat(answers().get(1).record().timestamp()).isEqualTo(NOW.toEpochMilli());
    assertThat(classification(answers().get(1)).getSourceOffset()).isOne();

    restart(commit(), 4);
    tick(LINGER);
    tick(LINGER);
    assertThat(ids()).isEmpty();
  }

  @Test
  void shouldScoreWhatWaitedBeforeWhatComesNext() {
    promote("v1", NOW);
    start(4);
    process("a", "b", "c");
    restart(commit(), 4);

    process("d");

    assertThat(ids()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void shouldNotTakeUpSlotsOfEarlierGenerations() {
    promote("v1", NOW);
    start(4);
    process("a", "b", "c", "d");
    assertThat(ids()).containsExactly("a", "b", "c", "d");
    process("e");
    List<KeyValue> committed = commit();
    assertThat(committed).as("slots 0 to 3 and the generation").hasSize(5);

    restart(committed, 4);
    process("f", "g", "h");

    assertThat(ids()).containsExactly("e", "f", "g", "h");
  }

  @Test
  void shouldLoseNothingWhenTheBatchIsSmallerAfterTheRestart() {
    promote("v1", NOW);
    start(8);
    process("a", "b", "c", "d", "e");
    restart(commit(), 2);

    tick(LINGER);
    assertThat(ids()).containsExactly("a", "b", "c", "d");
    restart(commit(), 2);
    process("f");

    assertThat(ids()).containsExactly("e", "f");
  }

  @Test
  void shouldWaitAgainIfItCrashesTwice() {
    promote("v1", NOW);
    start(4);
    process("a", "b");
    restart(commit(), 4);
    tick(Duration.ofMillis(1));
    restart(commit(), 4);
    process("c");
    restart(commit(), 4);
    process("d");

    assertThat(ids()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void shouldScoreByTheChampionOfTheEventsTimeThoughAnotherHasTakenOverSince() {
    promote("v1", NOW);
    start(4);
    process("a");
    promote("v2", NOW.plusSeconds(1));
    restart(commit(), 4);
    context.setCurrentSystemTimeMs(NOW.plusSeconds(5).toEpochMilli());
    processAt(NOW.plusSeconds(2), "b");
    tick(LINGER);
    tick(LINGER);

    assertThat(answers())
        .extracting(answer -> classification(answer).getModelVersion())
        .containsExactly("v1", "v2");
  }

  @Test
  void shouldNotAnswerTwiceIfWhatWaitedCanNoLongerBeScored() {
    promote("v1", NOW);
    // Two events waited, of which this version cannot read the first.
    PendingImage unreadable = pending(0, new byte[] {1, 2, 3});
    PendingImage good = pending(1, TestImages.good("b", 1));
    List<KeyValue> committed =
        List.of(new KeyValue(0, unreadable.toBytes(0)), new KeyValue(1, good.toBytes(0)));
    start(4);
    restart(committed, 4);
    tick(LINGER);
    assertThat(context.forwarded()).hasSize(1);
    restart(commit(), 4);
    tick(LINGER);
    tick(LINGER);

    assertThat(ids()).containsExactly("b");
  }

  @Test
  void shouldBeginAnewWithTheSameObjectWhenATransactionWasGivenUp() {
    promote("v1", NOW);
    start(4);
    process("a");
    List<KeyValue> committed = commit();
    process("b");
    processor.close();

    // Kafka Streams revives a task with the processor it has; "b" is read again.
    load(committed);
    processor.init(context);
    nextOffset = 1;
    process("b", "c", "d");

    assertThat(ids()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void shouldNotLetAnEventWaitForEverThoughMoreKeepsComing() {
    promote("v1", NOW);
    start(100);
    for (int i = 0; i < 4; i++) {
      assertThat(ids()).isEmpty();
      process("e" + i);
      tick(LINGER);
    }

    assertThat(ids()).containsExactly("e0", "e1", "e2", "e3");
  }

  @Test
  void shouldNotTakeABusyThreadForAQuietPartition() {
    promote("v1", NOW);
    start(100);
    process("a");

    // All that time the thread was busy with other partitions: there may be more of this one.
    tick(LINGER.multipliedBy(10));
    assertThat(ids()).isEmpty();
    process("b");
    tick(LINGER);
    assertThat(ids()).isEmpty();

    tick(LINGER);

    assertThat(ids()).containsExactly("a", "b");
  }

  private record KeyValue(Integer slot, byte[] bytes) {}

  private void promote(String version, Instant from) {
    AliasHistory history = champions.history();
    champions.update(
        history.with(
            AliasChange.newBuilder()
                .setAlias("champion")
                .setVersion(version)
                .setEffectiveFrom(from)
                .setChangedAt(from)
                .build()));
  }

  @Test
  void shouldGiveUpAnEventWhoseSchemaTheRegistryDoesNotKnow() {
    promote("v1", NOW);
    images = registered(id -> new WriterSchemas.Unknown());
    start(4);
    byte[] event = images.wire().encode(IMAGE);

    processBytes(event);

    assertThat(context.forwarded()).hasSize(1);
    Record<? extends byte[], ? extends Outcome> letter = context.forwarded().get(0).record();
    assertThat(letter.value()).isEqualTo(new Outcome.DeadLettered(event));
    assertThat(DeadLetterHeaders.read(letter.headers()).orElseThrow())
        .isEqualTo(
            new DeadLetter(
                "UNKNOWN_SCHEMA",
                "the schema registry knows no schema 7",
                "images",
                0,
                0,
                NOW.toEpochMilli()));
    assertThat(commit()).isEmpty();
  }

  @Test
  void shouldKeepAnEventWhoseSchemaCannotBeHadNow() {
    promote("v1", NOW);
    images =
        registered(
            id -> {
              throw new UnresolvedSchemaException("away", null);
            });
    start(4);
    process("a");

    assertThatExceptionOfType(UnresolvedSchemaException.class)
        .isThrownBy(() -> processBytes(images.wire().encode(IMAGE)));
    assertThat(context.forwarded()).isEmpty();

    restart(commit(), 4);
    tick(LINGER);
    tick(LINGER);
    assertThat(ids()).containsExactly("a");
  }

  private static Topic<ImageEvent> registered(WriterSchemas schemas) {
    return new Topic<>(
        "images", Wire.registered(ImageEvent.class, () -> 7, schemas), false, Map.of());
  }

  private void processBytes(byte[] value) {
    context.setRecordMetadata("images", 0, nextOffset++);
    processor.process(new Record<>(null, value, NOW.toEpochMilli(), new RecordHeaders()));
  }

  private void start(int maxBatch) {
    restart(List.of(), maxBatch);
  }

  /** A process that knows nothing but what was committed. */
  private void restart(List<KeyValue> committed, int maxBatch) {
    if (processor != null) {
      processor.close();
    }
    processor =
        new ScoreProcessor(
            new ScoringSupplier(
                images,
                new ScoringSettings(maxBatch, LINGER, Duration.ofHours(1)),
                champions,
                pool,
                DriftSettings.DEFAULT,
                Runnable::run,
                new Silent(),
                0,
                Optional.empty(),
                ShadowListener.NONE));
    load(committed);
    processor.init(context);
  }

  private void load(List<KeyValue> committed) {
    context = new MockProcessorContext<>();
    context.setCurrentSystemTimeMs(NOW.toEpochMilli());
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(PendingImages.STORE),
                Serdes.Integer(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    KeyValueStore<String, byte[]> journal =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(Journal.STORE), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    journal.init(context.getStateStoreContext(), journal);
    committed.forEach(entry -> store.put(entry.slot(), entry.bytes()));
  }

  private List<KeyValue> commit() {
    List<KeyValue> all = new ArrayList<>();
    try (KeyValueIterator<Integer, byte[]> entries = store.all()) {
      entries.forEachRemaining(entry -> all.add(new KeyValue(entry.key, entry.value)));
    }
    return all;
  }

  private void process(String... ids) {
    processAt(NOW, ids);
  }

  private void processAt(Instant timestamp, String... ids) {
    for (String id : ids) {
      context.setRecordMetadata("images", 0, nextOffset++);
      processor.process(
          new Record<>(
              ("key-" + id).getBytes(UTF_8),
              TestImages.good(id, id.hashCode()),
              timestamp.toEpochMilli(),
              new RecordHeaders().add("of", id.getBytes(UTF_8))));
    }
  }

  private void tick(Duration later) {
    long now = context.currentSystemTimeMs() + later.toMillis();
    context.setCurrentSystemTimeMs(now);
    for (CapturedPunctuator punctuator : context.scheduledPunctuators()) {
      if (punctuator.getInterval().equals(LINGER)) {
        punctuator.getPunctuator().punctuate(now);
      }
    }
  }

  private List<CapturedForward<? extends byte[], ? extends Outcome>> answers() {
    return context.forwarded().stream()
        .filter(forward -> forward.record().value() instanceof Outcome.Classified)
        .toList();
  }

  private List<String> ids() {
    return answers().stream().map(answer -> classification(answer).getId()).toList();
  }

  private static Classification classification(
      CapturedForward<? extends byte[], ? extends Outcome> forward) {
    return ((Outcome.Classified) forward.record().value()).classification();
  }

  private static PendingImage pending(long offset, byte[] value) {
    return new PendingImage(0, offset, NOW.toEpochMilli(), null, value, new RecordHeaders());
  }

  private static final class Silent implements ScoringListener {
    @Override
    public void batchScored(String version, int images, long nanos) {}

    @Override
    public void classified(String version, long ageMillis) {}

    @Override
    public void answered(
        List<String> labels, int[] classes, float[] confidences, int count, int outliers) {}

    @Override
    public void deadLettered(RejectionReason reason) {}

    @Override
    public void switched(
        String version, int partition, long offset, long timestamp, RecentEvents recent) {}
  }
}
