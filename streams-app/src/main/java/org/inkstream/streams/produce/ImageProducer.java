package org.inkstream.streams.produce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.corruption.Corruption;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.streams.produce.Outcome.Completed;
import org.inkstream.streams.produce.Outcome.Counts;
import org.inkstream.streams.produce.Outcome.Failed;

/**
 * Sends the images of a set as events, and if asked their labels, once.
 *
 * <p>With a rate, event number i is due i / rate seconds after the beginning, whatever became of
 * those before it, and says so in {@code capturedAt}: if Kafka holds the producer up, the wait is
 * in the latencies that are measured from it, and the events held up are sent at once when it goes
 * on. Keys are the ids, so that events spread over the partitions; the records' times are left to
 * the broker.
 *
 * <p>An image that a corruption drops takes no turn: the rate is that of the events sent.
 *
 * <p>A run is on one thread; everything else may be called on any other.
 */
public final class ImageProducer {

  /** So many images dropped in a row, or all of the set if it is larger: none will come. */
  private static final int HOPELESS = 10_000;

  private final Deliveries deliveries;
  private final Topic<ImageEvent> imageTopic;
  private final Topic<LabelEvent> labelTopic;
  private final ImageSet images;
  private final ProduceSettings settings;
  private final Pace pace;
  private final ImageFiles files;
  private volatile CorruptionPlan plan = CorruptionPlan.always(List.of());
  private Thread runner;
  private boolean stopped;

  /**
   * A producer of the images of a set.
   *
   * @param producer not closed here; {@link #kafkaProducer} makes one that loses nothing
   */
  public ImageProducer(
      Producer<byte[], byte[]> producer, Topics topics, ImageSet images, ProduceSettings settings) {
    this(producer, topics, images, settings, new SystemPace());
  }

  ImageProducer(
      Producer<byte[], byte[]> producer,
      Topics topics,
      ImageSet images,
      ProduceSettings settings,
      Pace pace) {
    this.deliveries = new Deliveries(producer);
    this.imageTopic = topics.images();
    this.labelTopic = topics.labels();
    this.images = images;
    this.settings = settings;
    this.pace = pace;
    this.files = new ImageFiles(settings.encoding());
  }

  /**
   * A Kafka producer that is idempotent and waits for all in-sync replicas.
   *
   * @param client what every client is configured with; its batching and timeouts are kept
   */
  public static Producer<byte[], byte[]> kafkaProducer(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** What happens to all images from now on, in this order; at first nothing. */
  public void corrupt(List<Corruption> now) {
    corrupt(CorruptionPlan.always(now));
  }

  /** What happens from now on to which images. */
  public void corrupt(CorruptionPlan now) {
    plan = now;
  }

  /** What was sent until now. */
  public Counts counts() {
    return deliveries.counts();
  }

  /** {@link #run} on a thread of its own, which does not keep the process alive. */
  public CompletableFuture<Outcome> start() {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                outcome.complete(run());
              } catch (RuntimeException | Error e) {
                outcome.completeExceptionally(e);
              }
            },
            "image-producer");
    thread.setDaemon(true);
    thread.start();
    return outcome;
  }

  /** Ends the run soon: what is on its way is waited for, for a few seconds at most. */
  public void stop() {
    pace.stop();
    deliveries.hurry();
    synchronized (this) {
      stopped = true;
      if (runner != null) {
        // It may be waiting for Kafka to take a record, which can last a minute.
        runner.interrupt();
      }
    }
  }

  /** Sends until the limit, the end of the set, {@link #stop} or a failure; to be called once. */
  public Outcome run() {
    synchronized (this) {
      runner = Thread.currentThread();
    }
    try {
      sendAll();
    } finally {
      synchronized (this) {
        runner = null;
        if (stopped) {
          // The interrupt was ours, and for the sending only.
          Thread.interrupted();
        }
      }
    }
    deliveries.await();
    return deliveries
        .failure()
        .<Outcome>map(reason -> new Failed(counts(), reason))
        .orElseGet(() -> new Completed(counts()));
  }

  private void sendAll() {
    SplittableRandom random = new SplittableRandom(settings.seed());
    SplittableRandom orders = random.split();
    boolean endless = settings.repeat() || settings.limit() != ProduceSettings.NO_LIMIT;
    ImageOrder order = new ImageOrder(images.count(), settings.shuffle() ? orders : null, endless);
    pace.begin();
    long number = 0;
    int droppedInARow = 0;
    while (number < settings.limit() && order.hasNext() && deliveries.failure().isEmpty()) {
      Optional<Instant> due = due(number);
      if (due.isEmpty()) {
        return;
      }
      int index = order.nextInt();
      // A generator for each image: what one corruption draws does not change the images after it.
      Optional<byte[]> pixels = plan.image(images, index, number, random.split());
      if (pixels.isEmpty()) {
        deliveries.drop();
        if (++droppedInARow >= Math.max(HOPELESS, images.count()) && endless) {
          deliveries.fail(new IllegalStateException("the corruptions leave no image"));
        }
        continue;
      }
      droppedInARow = 0;
      send(number++, index, pixels.get(), due.get());
    }
  }

  private Optional<Instant> due(long number) {
    Optional<Instant> due =
        settings.rate() == 0
            ? pace.now()
            : pace.await(Math.round(number * (1e9 / settings.rate())));
    return due.map(instant -> instant.truncatedTo(ChronoUnit.MILLIS));
  }

  private void send(long number, int index, byte[] pixels, Instant due) {
    String id = settings.id(number);
    byte[] key = id.getBytes(UTF_8);
    ImageEvent event =
        new ImageEvent(
            id,
            due,
            settings.encoding(),
            images.width(),
            images.height(),
            ByteBuffer.wrap(files.encode(pixels, images.width(), images.height())),
            settings.source());
    boolean taken =
        deliveries.sendImage(
            new ProducerRecord<>(imageTopic.name(), key, imageTopic.wire().encode(event)));
    if (taken && settings.labels()) {
      LabelEvent label = new LabelEvent(id, images.label(index), due);
      deliveries.sendLabel(
          new ProducerRecord<>(labelTopic.name(), key, labelTopic.wire().encode(label)));
    }
  }
}
