package org.inkstream.streams.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.corruption.Corruption;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.streams.produce.Outcome.Completed;
import org.inkstream.streams.produce.Outcome.Counts;
import org.inkstream.streams.produce.Outcome.Failed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageProducerTest {

  private static final Topics TOPICS = new Topics("p-");
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  /** Four images of 2 x 1 whose first pixel is their index and whose label is 10 times that. */
  private static final ImageSet FOUR =
      new ImageSet(2, 1, new byte[] {0, 9, 1, 9, 2, 9, 3, 9}, new int[] {0, 10, 20, 30});

  private final ProduceSettings settings = ProduceSettings.of("scanner", "r1");
  private final FakePace pace = new FakePace();

  @Test
  void shouldSendEachImageOnceInItsOrder() throws UndecodableException {
    Kafka kafka = new Kafka();

    Outcome outcome = producer(kafka, settings).run();

    assertThat(outcome).isEqualTo(new Completed(new Counts(4, 4, 0, 0)));
    assertThat(kafka.images())
        .containsExactly(
            event(0, START, 0), event(1, START, 1), event(2, START, 2), event(3, START, 3));
    assertThat(kafka.labels()).isEmpty();
  }

  @Test
  void shouldUseTheIdAsKeyAndLeaveTimeAndPartitionToKafka() {
    Kafka kafka = new Kafka();

    producer(kafka, settings.labelled(true)).run();

    assertThat(kafka.history())
        .hasSize(8)
        .allSatisfy(
            record -> {
              assertThat(record.timestamp()).isNull();
              assertThat(record.partition()).isNull();
            });
    assertThat(kafka.history().get(2).key()).isEqualTo("scanner-r1-1".getBytes(UTF_8));
    assertThat(kafka.history().get(3).key()).isEqualTo("scanner-r1-1".getBytes(UTF_8));
  }

  @Test
  void shouldSendTheTrueLabelOfEachImage() throws UndecodableException {
    Kafka kafka = new Kafka();

    Outcome outcome = producer(kafka, settings.labelled(true).limitedTo(2)).run();

    assertThat(outcome).isEqualTo(new Completed(new Counts(2, 2, 2, 0)));
    assertThat(kafka.labels())
        .containsExactly(
            new LabelEvent("scanner-r1-0", 0, START), new LabelEvent("scanner-r1-1", 10, START));
  }

  @Test
  void shouldGoThroughTheSetAgainForALimitBeyondIt() throws UndecodableException {
    Kafka kafka = new Kafka();

    Outcome outcome = producer(kafka, settings.limitedTo(6)).run();

    assertThat(outcome.counts().sent()).isEqualTo(6);
    assertThat(kafka.images()).element(5).isEqualTo(event(5, START, 1));
  }

  @Test
  void shouldRepeatUntilItIsStopped() {
    Kafka kafka = new Kafka();
    ImageProducer producer = producer(kafka, settings.repeated(true).atRate(100));
    pace.before(10, producer::stop);

    Outcome outcome = producer.run();

    assertThat(outcome).isEqualTo(new Completed(new Counts(10, 10, 0, 0)));
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void shouldSendNothingWhenStoppedBeforeItBegins() {
    Kafka kafka = new Kafka();
    ImageProducer producer = producer(kafka, settings);
    producer.stop();

    assertThat(producer.run()).isEqualTo(new Completed(new Counts(0, 0, 0, 0)));
    assertThat(kafka.history()).isEmpty();
  }

  @Test
  void shouldShuffleEachTimeThroughTheSetBySeed() throws UndecodableException {
    ProduceSettings shuffled = settings.shuffled(true).limitedTo(40);

    List<Integer> first = order(shuffled.seeded(1));

    assertThat(order(shuffled.seeded(1))).isEqualTo(first);
    assertThat(order(shuffled.seeded(2))).isNotEqualTo(first);
    for (int pass = 0; pass < 10; pass++) {
      assertThat(first.subList(4 * pass, 4 * pass + 4)).containsExactlyInAnyOrder(0, 1, 2, 3);
    }
    assertThat(first.subList(0, 20)).isNotEqualTo(first.subList(20, 40));
  }

  @Test
  void shouldSendByScheduleAndSayWhenEachWasDue() throws UndecodableException {
    Kafka kafka = new Kafka();

    producer(kafka, settings.atRate(8)).run();

    assertThat(pace.awaited).containsExactly(0L, 125_000_000L, 250_000_000L, 375_000_000L);
    assertThat(kafka.images())
        .extracting(ImageEvent::getCapturedAt)
        .containsExactly(
            START, START.plusMillis(125), START.plusMillis(250), START.plusMillis(375));
  }

  @Test
  void shouldNotLetSlownessMoveTheSchedule() throws UndecodableException {
    Kafka kafka = new Kafka();
    // Kafka takes ten seconds for each record, the schedule has one in a second.
    kafka.beforeSend = n -> pace.elapsed += 10_000_000_000L;

    producer(kafka, settings.atRate(1)).run();

    assertThat(kafka.images())
        .extracting(ImageEvent::getCapturedAt)
        .containsExactly(START, START.plusSeconds(1), START.plusSeconds(2), START.plusSeconds(3));
  }

  @Test
  void shouldSayWhenEachWasSentWithoutARate() throws UndecodableException {
    Kafka kafka = new Kafka();
    kafka.beforeSend = n -> pace.elapsed += 2_000_000;

    producer(kafka, settings.limitedTo(3)).run();

    assertThat(pace.awaited).isEmpty();
    assertThat(kafka.images())
        .extracting(ImageEvent::getCapturedAt)
        .containsExactly(START, START.plusMillis(2), START.plusMillis(4));
  }

  @Test
  void shouldCorruptTheImagesFromWhenItIsToldTo() throws UndecodableException {
    Kafka kafka = new Kafka();
    ImageProducer producer = producer(kafka, settings.atRate(10));
    producer.corrupt(List.of(Corruption.parse("translate:1")));
    pace.before(2, () -> producer.corrupt(List.of(Corruption.parse("invert"))));
    pace.before(3, () -> producer.corrupt(List.of()));

    producer.run();

    assertThat(kafka.images())
        .extracting(image -> bytes(image.getPixels()))
        .containsExactly(
            new byte[] {0, 0}, new byte[] {0, 1}, new byte[] {-3, -10}, new byte[] {3, 9});
  }

  @Test
  void shouldCorruptAfterSoManyImages() throws UndecodableException {
    Kafka kafka = new Kafka();
    ImageProducer producer = producer(kafka, settings);
    producer.corrupt(new CorruptionPlan(List.of(Corruption.parse("invert")), 1, 3));

    producer.run();

    assertThat(kafka.images())
        .extracting(image -> bytes(image.getPixels()))
        .containsExactly(
            new byte[] {0, 9}, new byte[] {1, 9}, new byte[] {2, 9}, new byte[] {-4, -10});
  }

  @Test
  void shouldGiveEachImageItsFateBySeedWhateverHappensToTheOthers() throws UndecodableException {
    List<byte[]> all = sent("noise:1");

    // Every second image is lost; the others look as they did, and so do they once more.
    assertThat(sent("noise:1", "drop-class:0", "drop-class:20"))
        .containsExactly(all.get(1), all.get(3));
    assertThat(sent("noise:1")).containsExactlyElementsOf(all);
  }

  @Test
  void shouldLoseDroppedClassesWithoutLosingTurns() throws UndecodableException {
    Kafka kafka = new Kafka();
    ImageProducer producer = producer(kafka, settings.labelled(true).atRate(1));
    producer.corrupt(List.of(Corruption.parse("drop-class:10"), Corruption.parse("drop-class:20")));

    Outcome outcome = producer.run();

    assertThat(outcome).isEqualTo(new Completed(new Counts(2, 2, 2, 2)));
    assertThat(kafka.images())
        .containsExactly(event(0, START, 0), event(1, START.plusSeconds(1), 3));
    assertThat(kafka.labels()).extracting(LabelEvent::getLabel).containsExactly(0, 30);
  }

  @Test
  void shouldGiveUpWhenNoImageIsLeft() {
    ImageProducer producer = producer(new Kafka(), settings.limitedTo(1));
    producer.corrupt(
        List.of(0, 10, 20, 30).stream()
            .map(label -> Corruption.parse("drop-class:" + label))
            .toList());

    assertThat(producer.run())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.reason()).hasMessage("the corruptions leave no image"));
  }

  @Test
  void shouldEndWithTheFirstFailureAndWhatWasAcknowledged() {
    Kafka kafka = new Kafka();
    kafka.failAt = 3;

    Outcome outcome = producer(kafka, settings.repeated(true)).run();

    assertThat(outcome).isEqualTo(new Failed(new Counts(3, 2, 0, 0), kafka.failure));
  }

  @Test
  void shouldFailIfALabelIsNotTaken() {
    Kafka kafka = new Kafka();
    kafka.failAt = 4;

    Outcome outcome = producer(kafka, settings.labelled(true)).run();

    assertThat(outcome).isEqualTo(new Failed(new Counts(2, 2, 1, 0), kafka.failure));
  }

  @Test
  void shouldNotCountWhatKafkaRefusesToTake() {
    Kafka kafka = new Kafka();
    kafka.sendException = new AuthorizationException("no");

    Outcome outcome = producer(kafka, settings.labelled(true)).run();

    assertThat(outcome).isEqualTo(new Failed(new Counts(0, 0, 0, 0), kafka.sendException));
  }

  @Test
  void shouldEndInPeaceWhenStoppedWhileKafkaTakesNothing() {
    Kafka kafka = new Kafka();
    ImageProducer producer = producer(kafka, settings.repeated(true));
    kafka.beforeSend =
        n -> {
          if (n == 3) {
            // As KafkaProducer does, interrupted in its wait for room or metadata.
            producer.stop();
            assertThat(Thread.interrupted()).isTrue();
            throw new InterruptException("interrupted");
          }
        };

    assertThat(producer.run()).isEqualTo(new Completed(new Counts(2, 2, 0, 0)));
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void shouldRunOnAThreadOfItsOwn() {
    Kafka kafka = new Kafka();
    ImageProducer producer = producer(kafka, settings);

    assertThat(producer.start().join()).isEqualTo(new Completed(producer.counts()));
    assertThat(kafka.history()).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(
      value = ImageEncoding.class,
      names = {"PNG", "JPEG"})
  void shouldSendFilesThatServingReads(ImageEncoding encoding) throws UndecodableException {
    byte[] pixels = new byte[28 * 28];
    for (int i = 0; i < pixels.length; i++) {
      // A smooth hill, as JPEG is made for.
      pixels[i] = (byte) (i % 28 * 4 + i / 28 * 4);
    }
    Kafka kafka = new Kafka();
    ImageSet one = new ImageSet(28, 28, pixels, new int[1]);

    new ImageProducer(kafka, TOPICS, one, settings.encodedAs(encoding), pace).run();

    ImageEvent event = kafka.images().get(0);
    float[] read = new float[28 * 28];
    ImageEncoder encoder =
        new ImageEncoder(new Preprocessing(28, 28, Preprocessing.Fit.STRETCH, 1, 0));
    assertThat(event.getEncoding()).isEqualTo(encoding);
    assertThat(encoder.encode(event, read, 0)).isEmpty();
    for (int i = 0; i < read.length; i++) {
      float tolerance = encoding == ImageEncoding.PNG ? 0 : 6;
      assertThat(read[i]).isBetween((pixels[i] & 0xff) - tolerance, (pixels[i] & 0xff) + tolerance);
    }
  }

  private List<byte[]> sent(String... corruptions) throws UndecodableException {
    Kafka kafka = new Kafka();
    ImageProducer producer = producer(kafka, settings.seeded(6));
    producer.corrupt(List.of(corruptions).stream().map(Corruption::parse).toList());
    producer.run();
    return kafka.images().stream().map(image -> bytes(image.getPixels())).toList();
  }

  private ImageProducer producer(Kafka kafka, ProduceSettings chosen) {
    return new ImageProducer(kafka, TOPICS, FOUR, chosen, pace);
  }

  private List<Integer> order(ProduceSettings chosen) throws UndecodableException {
    Kafka kafka = new Kafka();
    producer(kafka, chosen).run();
    return kafka.images().stream().map(image -> (int) image.getPixels().get(0)).toList();
  }

  private static ImageEvent event(int number, Instant at, int index) {
    return new ImageEvent(
        "scanner-r1-" + number,
        at,
        ImageEncoding.GRAY8,
        2,
        1,
        ByteBuffer.wrap(new byte[] {(byte) index, 9}),
        "scanner");
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** Time that passes when it is waited for. */
  private static final class FakePace implements Pace {
    private final List<Long> awaited = new ArrayList<>();
    private final List<Runnable> actions = new ArrayList<>();
    private long elapsed;
    private boolean stopped;

    /** Does something while the n-th image, counted from 0, is waited for. */
    void before(int n, Runnable action) {
      while (actions.size() <= n) {
        actions.add(() -> {});
      }
      actions.set(n, action);
    }

    @Override
    public void begin() {}

    @Override
    public Optional<Instant> await(long nanos) {
      if (awaited.size() < actions.size()) {
        actions.get(awaited.size()).run();
      }
      awaited.add(nanos);
      elapsed = Math.max(elapsed, nanos);
      return stopped ? Optional.empty() : Optional.of(START.plusNanos(nanos));
    }

    @Override
    public Optional<Instant> now() {
      return stopped ? Optional.empty() : Optional.of(START.plusNanos(elapsed));
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  /** Acknowledges every record at once, but for those that are to fail. */
  private static final class Kafka extends MockProducer<byte[], byte[]> {
    private final RecordTooLargeException failure = new RecordTooLargeException("too large");
    private LongConsumer beforeSend = n -> {};
    private long failAt;
    private long calls;

    Kafka() {
      super(false, (Partitioner) null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      calls++;
      beforeSend.accept(calls);
      Future<RecordMetadata> sent = super.send(record, callback);
      if (calls == failAt) {
        errorNext(failure);
      } else {
        completeNext();
      }
      return sent;
    }

    List<ImageEvent> images() throws UndecodableException {
      List<ImageEvent> images = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> record : history()) {
        if (record.topic().equals("p-images")) {
          images.add(TOPICS.images().wire().decode(record.value()));
        }
      }
      return images;
    }

    List<LabelEvent> labels() throws UndecodableException {
      List<LabelEvent> labels = new ArrayList<>();
      for (ProducerRecord<byte[], byte[]> record : history()) {
        if (record.topic().equals("p-labels")) {
          labels.add(TOPICS.labels().wire().decode(record.value()));
        }
      }
      return labels;
    }
  }
}
