package org.inkstream.streams.scoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.image.Rejection;
import org.inkstream.model.image.RejectionReason;
import org.inkstream.model.profiling.Profiles;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.UnknownSchemaException;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.deadletter.DeadLetter;
import org.inkstream.streams.deadletter.DeadLetterHeaders;
import org.inkstream.streams.drift.DriftCounter;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.drift.PartitionClock;
import org.inkstream.streams.journal.Journal;
import org.inkstream.streams.labels.ScoredCollector;
import org.inkstream.streams.labels.ShadowCollector;
import org.inkstream.streams.models.Champions;
import org.inkstream.streams.models.ModelPool;

/**
 * Gathers the events of one partition into batches and has each batch scored by the champion of its
 * events' time. An event that cannot be scored leaves at once as a dead letter and delays nobody.
 */
final class ScoreProcessor implements Processor<byte[], byte[], byte[], Outcome> {

  /** More than this is scored at once though the batch has room: it is held in memory twice. */
  private static final long MAX_BATCH_BYTES = 4 << 20;

  /**
   * For how many ticks, which come once a linger, an event waits at most while others keep coming.
   * Ticks and not time, because a thread that is busy with other partitions has events of this one
   * waiting that would fill the batch.
   */
  private static final int MOST_TICKS = 4;

  /** Told at once when there is more: a replay counts many windows in a second. */
  private static final int MANY_WINDOWS = 100;

  /** Told at once when a message is larger, which can be no larger than a megabyte. */
  private static final int MANY_BYTES = 1 << 18;

  /** A network that is no longer champion is kept for this long after its last event. */
  private static final long IDLE_MILLIS = 10_000;

  private final String topic;
  private final Wire<ImageEvent> wire;
  private final ScoringSettings settings;
  private final Champions champions;
  private final ModelPool pool;
  private final ScoringListener listener;
  private final DriftSettings driftSettings;
  private final Executor beside;
  private final int labelPartitions;
  private final Optional<ShadowScoring> shadowScoring;
  private final ShadowListener shadowListener;
  private final RecentEvents recent = new RecentEvents();

  private ProcessorContext<byte[], Outcome> context;
  private PendingImages pending;
  private DriftCounter drift;
  private DriftLane driftLane;
  private Optional<ScoredCollector> scored = Optional.empty();
  private Optional<ShadowLane> shadow = Optional.empty();
  private Optional<ShadowCollector> shadowForLabels = Optional.empty();
  private PartitionClock clock;
  private List<PendingImage> recovered = List.of();
  private ModelPool.Lease lease;
  private long turn = Long.MIN_VALUE;
  private Batch batch;
  private CarefulScorer scorer;
  private Answers answers;
  private ScoredRows rows;
  private final int[] classes;
  private final float[] confidences;
  private long oldest;
  private int ticks;
  private boolean quiet;
  private long latest;

  ScoreProcessor(ScoringSupplier parts) {
    this.topic = parts.images().name();
    this.wire = parts.images().wire();
    this.settings = parts.settings();
    this.champions = parts.champions();
    this.pool = parts.pool();
    this.listener = parts.listener();
    this.driftSettings = parts.drift();
    this.beside = parts.beside();
    this.labelPartitions = parts.labelPartitions();
    this.shadowScoring = parts.shadow();
    this.shadowListener = parts.shadowListener();
    this.classes = new int[settings.maxBatch()];
    this.confidences = new float[settings.maxBatch()];
  }

  @Override
  public void init(ProcessorContext<byte[], Outcome> context) {
    this.context = context;
    pending = new PendingImages(context.getStateStore(PendingImages.STORE));
    recovered = pending.waiting();
    // Kafka Streams begins with the same object again when a transaction was given up.
    KeyValueStore<String, byte[]> journal = context.getStateStore(Journal.STORE);
    drift = new DriftCounter(driftSettings, Journal.in(journal, "counts|"));
    driftLane = new DriftLane(drift, beside);
    scored =
        labelPartitions == 0
            ? Optional.empty()
            : Optional.of(
                new ScoredCollector(
                    driftSettings, labelPartitions, Journal.in(journal, "scored|")));
    shadowForLabels =
        labelPartitions == 0 ? Optional.empty() : Optional.of(new ShadowCollector(labelPartitions));
    shadow =
        shadowScoring.map(
            scoring -> new ShadowLane(scoring, driftSettings, shadowListener, shadowForLabels));
    clock = new PartitionClock(driftSettings);
    context.schedule(settings.linger(), PunctuationType.WALL_CLOCK_TIME, this::tick);
    context.schedule(PartitionClock.TICK, PunctuationType.WALL_CLOCK_TIME, this::tickClock);
  }

  @Override
  public void process(Record<byte[], byte[]> event) {
    recover();
    RecordMetadata place = context.recordMetadata().orElseThrow();
    take(
        new PendingImage(
            place.partition(),
            place.offset(),
            event.timestamp(),
            event.key(),
            event.value(),
            event.headers()));
  }

  @Override
  public void close() {
    release();
  }

  /** Takes up the events that waited when the task was last closed, or crashed. */
  private void recover() {
    if (!recovered.isEmpty()) {
      List<PendingImage> waiting = recovered;
      recovered = List.of();
      // They wait anew, and no slot may be left of how they waited before.
      pending.clear();
      waiting.forEach(this::take);
    }
  }

  private void tick(long now) {
    recover();
    if (batch != null && batch.size() > 0) {
      ticks++;
      // While others keep coming, a fuller batch is worth some more waiting.
      if (now - oldest >= settings.linger().toMillis() && (quiet || ticks >= MOST_TICKS)) {
        flush();
      }
      quiet = true;
    } else if (lease != null
        && now - latest >= IDLE_MILLIS
        && !champions.at(now).equals(Optional.of(lease.version()))) {
      // Nothing comes, so nothing else would give back a network that is no longer champion. A
      // replay of its events has pauses too, in which it must not be loaded anew each time.
      release();
    }
  }

  private void tickClock(long now) {
    if (batch == null || batch.size() == 0) {
      clock.tick(now);
    }
    tell(now);
    forwardShadowed(now);
  }

  /**
   * Sends what was counted and kept for labels. Once a second, because each message costs those who
   * take it, and the broker, more than what it says.
   */
  private void tell(long now) {
    int partition = context.taskId().partition();
    drift
        .drain(partition, clock.watermark())
        .forEach(counts -> context.forward(new Record<>(null, new Outcome.Counted(counts), now)));
    scored.ifPresent(
        collector ->
            collector.drain(
                partition,
                clock.watermark(),
                (labelPartition, images) ->
                    context.forward(
                        new Record<>(null, new Outcome.Scored(labelPartition, images), now))));
  }

  private void take(PendingImage image) {
    long now = context.currentSystemTimeMs();
    latest = now;
    quiet = false;
    if (image.value() == null) {
      deadLetter(image, image.timestamp(), RejectionReason.NULL_VALUE, "");
      return;
    }
    if (image.timestamp() - now > settings.clockTolerance().toMillis()) {
      // With the clock's time, because a broker may not take a record from the future.
      deadLetter(
          image,
          now,
          RejectionReason.TIMESTAMP_IN_FUTURE,
          Instant.ofEpochMilli(image.timestamp()).toString());
      return;
    }
    ImageEvent event;
    try {
      event = wire.decode(image.value());
    } catch (UnknownSchemaException e) {
      deadLetter(image, image.timestamp(), RejectionReason.UNKNOWN_SCHEMA, e.getMessage());
      return;
    } catch (UndecodableException e) {
      deadLetter(image, image.timestamp(), RejectionReason.UNDECODABLE_EVENT, e.getMessage());
      return;
    }
    if (event.getId().isEmpty()) {
      deadLetter(image, image.timestamp(), RejectionReason.MISSING_ID, "");
      return;
    }
    leaseFor(image);
    Optional<Rejection> rejection = batch.add(image, event);
    if (rejection.isPresent()) {
      Rejection why = rejection.get();
      deadLetter(image, image.timestamp(), why.reason(), why.detail());
      return;
    }
    pending.add(image);
    if (batch.size() == 1) {
      oldest = now;
      ticks = 0;
    }
    if (batch.isFull() || batch.bytes() > MAX_BATCH_BYTES) {
      flush();
    }
  }

  /** Makes the champion of the event's time the one that scores; first lets the other finish. */
  private void leaseFor(PendingImage image) {
    Optional<AliasChange> change = champions.changeAt(image.timestamp());
    Optional<String> champion = champions.at(change);
    long itsTurn = change.map(its -> its.getEffectiveFrom().toEpochMilli()).orElse(Long.MIN_VALUE);
    if (lease != null && champion.isPresent() && champion.get().equals(lease.version())) {
      if (itsTurn > turn) {
        // Others were champion in between, or another was announced, and had no event here.
        switched(image, itsTurn, new RecentEvents());
      }
      return;
    }
    flush();
    release();
    try {
      lease = champions.lease(image.timestamp(), pool, settings.maxBatch());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
    if (scored.isPresent() && !scored.get().isFor(lease.version())) {
      tell(context.currentSystemTimeMs());
    }
    batch = new Batch(lease.model().encoder(), settings.maxBatch());
    scorer = new CarefulScorer(lease.scorer());
    rows = rows(lease.model(), batch.inputs(), scorer);
    drift.scoredBy(lease.version(), lease.model().profile());
    answers =
        new Answers(
            lease.version(),
            lease.model().manifest().labels(),
            lease.model().profile().predictionSets(),
            lease.model().profile().outlierTest());
    switched(image, itsTurn, recent);
  }

  private void switched(PendingImage first, long itsTurn, RecentEvents byOthers) {
    turn = itsTurn;
    listener.switched(
        lease.version(), first.partition(), first.offset(), first.timestamp(), byOthers);
  }

  private void flush() {
    if (batch == null || batch.size() == 0) {
      return;
    }
    int size = batch.size();
    driftLane.begin(rows, batch.ids());
    long start = System.nanoTime();
    scorer.score(batch.inputs(), size);
    Duration scoring = Duration.ofNanos(System.nanoTime() - start);
    listener.batchScored(lease.version(), size, scoring.toNanos());
    long now = context.currentSystemTimeMs();
    count(size, scoring, now);
    Instant scoredAt = Instant.ofEpochMilli(now);
    int answered = 0;
    int outliers = 0;
    for (int row = 0; row < size; row++) {
      PendingImage image = batch.image(row);
      if (scorer.failure(row) != null) {
        deadLetter(image, image.timestamp(), RejectionReason.SCORING_FAILED, scorer.failure(row));
        continue;
      }
      Classification answer =
          answers.of(
              image,
              batch.event(row),
              scorer.probabilities(),
              row,
              driftLane.pValue(row),
              scoredAt);
      context.forward(
          new Record<>(
              image.key(), new Outcome.Classified(answer), image.timestamp(), image.headers()));
      classes[answered] = answer.getLabel();
      confidences[answered] = answer.getConfidence();
      outliers += answer.getOutlier() ? 1 : 0;
      answered++;
      recent.add(image.timestamp());
      listener.classified(lease.version(), now - image.timestamp());
    }
    listener.answered(lease.model().manifest().labels(), classes, confidences, answered, outliers);
    compare(size);
    driftLane.end();
    scored.ifPresent(ScoredCollector::save);
    if (drift.size() >= MANY_WINDOWS
        || scored.map(ScoredCollector::largest).orElse(0) >= MANY_BYTES) {
      tell(now);
    }
    batch.clear();
    pending.clear();
  }

  /** Starts the batch's statistics, and notes what labels will need. */
  private void count(int size, Duration scoring, long now) {
    long[] timestamps = new long[size];
    boolean[] failed = new boolean[size];
    for (int row = 0; row < size; row++) {
      timestamps[row] = batch.image(row).timestamp();
      failed[row] = scorer.failure(row) != null;
      if (!failed[row]) {
        keepForLabel(row);
        clock.event(timestamps[row], now);
      }
    }
    driftLane.scored(timestamps, failed, scoring);
  }

  /** Gives the shadow, if there is one, what has been answered. */
  private void compare(int size) {
    if (shadow.isEmpty() || !shadow.get().isNeeded()) {
      return;
    }
    ShadowLane lane = shadow.get();
    List<String> labels = lease.model().manifest().labels();
    for (int row = 0; row < size; row++) {
      if (scorer.failure(row) == null) {
        int label = rows.predicted(row);
        lane.answered(
            lease.version(),
            labels,
            clock.watermark(),
            batch.event(row),
            batch.image(row).timestamp(),
            label,
            scorer.probabilities()[row * labels.size() + label]);
      }
    }
    lane.handOver();
  }

  /** What has come back from the shadow: seldom, because nobody waits for it. */
  private void forwardShadowed(long now) {
    if (shadow.isEmpty() || !shadow.get().isNeeded()) {
      return;
    }
    int partition = context.taskId().partition();
    shadow
        .get()
        .drain(partition, clock.watermark(), now)
        .forEach(counts -> context.forward(new Record<>(null, new Outcome.Shadowed(counts), now)));
    shadowForLabels.ifPresent(
        collector ->
            collector.drain(
                partition,
                (labelPartition, images) ->
                    context.forward(
                        new Record<>(null, new Outcome.Scored(labelPartition, images), now))));
  }

  /** What the drift statistics see of each batch: the arrays stay the same. */
  private static ScoredRows rows(LoadedModel model, float[] inputs, CarefulScorer scorer) {
    return Profiles.view(
        model.encoder().preprocessing(),
        inputs,
        scorer.probabilities(),
        model.manifest().labels().size(),
        scorer.embeddings(),
        model.profile().featureMap().embeddingSize());
  }

  private void keepForLabel(int row) {
    if (scored.isPresent()) {
      scored
          .get()
          .add(
              lease.version(),
              batch.event(row).getId(),
              batch.image(row).timestamp(),
              scorer.probabilities(),
              row,
              lease.model().manifest().labels().size());
    }
  }

  private void deadLetter(
      PendingImage image, long timestamp, RejectionReason reason, String detail) {
    RecordHeaders headers = new RecordHeaders(image.headers());
    DeadLetterHeaders.write(
        headers,
        new DeadLetter(
            reason.name(), detail, topic, image.partition(), image.offset(), image.timestamp()));
    context.forward(
        new Record<>(image.key(), new Outcome.DeadLettered(image.value()), timestamp, headers));
    if (batch == null || batch.size() == 0) {
      clock.event(timestamp, context.currentSystemTimeMs());
    }
    listener.deadLettered(reason);
  }

  private void release() {
    if (lease != null) {
      lease.close();
      lease = null;
      batch = null;
      scorer = null;
    }
  }
}
