package org.inkstream.streams.labels;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.RoutedLabels;
import org.inkstream.schemas.ScoredImages;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.streams.drift.DriftCounter;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.journal.Journal;

/** What {@link LabelJoin} does on one label partition. */
final class JoinProcessor implements Processor<Integer, JoinInput, String, JoinOutput> {

  private static final String WATERMARKS = "watermarks";

  /** How often what joined is told, in wall-clock time. */
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Told at once when there is more: a replay joins many windows in a second. */
  private static final int MANY = 500;

  private final LabelSettings settings;
  private final DriftSettings driftSettings;
  private final int imagePartitions;
  private final int labelPartitions;
  private final Function<String, Optional<LossRanks>> lossRanks;
  private final LabelListener listener;

  private ProcessorContext<String, JoinOutput> context;
  private KeyValueStore<String, byte[]> progress;
  private Watermarks watermarks;
  private PendingCounts pending;
  private Matcher matcher;
  private ShadowAnswers shadows;
  private PendingComparisons comparisons;
  private Announcements announcements;

  JoinProcessor(
      LabelSettings settings,
      DriftSettings driftSettings,
      int imagePartitions,
      int labelPartitions,
      Function<String, Optional<LossRanks>> lossRanks,
      LabelListener listener) {
    this.settings = settings;
    this.driftSettings = driftSettings;
    this.imagePartitions = imagePartitions;
    this.labelPartitions = labelPartitions;
    this.lossRanks = lossRanks;
    this.listener = listener;
  }

  @Override
  public void init(ProcessorContext<String, JoinOutput> context) {
    this.context = context;
    // Kafka Streams begins with the same object again when a transaction was given up.
    progress = context.getStateStore(LabelJoin.PROGRESS);
    watermarks = new Watermarks(imagePartitions, labelPartitions);
    byte[] saved = progress.get(WATERMARKS);
    if (saved != null) {
      watermarks.restore(saved);
    }
    pending = new PendingCounts(Journal.in(progress, "counts|"));
    KeyValueStore<Long, byte[]> full = context.getStateStore(LabelJoin.BLOCKS);
    Blocks blocks = new Blocks(full, progress, settings.within());
    matcher = new Matcher(settings, blocks, watermarks, listener, this::count);
    comparisons = new PendingComparisons(Journal.in(progress, "shadow|"));
    KeyValueStore<Long, byte[]> said = context.getStateStore(LabelJoin.SHADOWS);
    shadows = new ShadowAnswers(said, settings.mostHeld(), matcher, this::compare);
    announcements = new Announcements(driftSettings, 1);
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<Integer, JoinInput> record) {
    if (record.value() instanceof JoinInput.Events events) {
      ScoredImages message = events.message();
      if (!message.getShadow().isEmpty()) {
        shadows.add(message);
      } else if (message.getEntries().hasRemaining()) {
        matcher.events(message);
      }
      watermarks.image(message.getSourcePartition(), message.getWatermark().toEpochMilli());
    } else if (record.value() instanceof JoinInput.Labels labels) {
      RoutedLabels message = labels.message();
      matcher.labels(message);
      watermarks.label(message.getSourcePartition(), message.getWatermark().toEpochMilli());
    }
    matcher.expire();
    shadows.expire(matcher.eventsNeededFrom());
    progress.put(WATERMARKS, watermarks.toBytes());
    if (pending.size() >= MANY) {
      tell(context.currentSystemTimeMs());
    }
  }

  @Override
  public void close() {
    if (context != null) {
      listener.waiting(context.taskId().partition(), 0);
    }
  }

  private void tick(long now) {
    tell(now);
    listener.waiting(context.taskId().partition(), matcher.waiting());
  }

  /** Only the last message carries the watermark, because it holds once all are counted. */
  private void tell(long now) {
    int source = imagePartitions + context.taskId().partition();
    long watermark = watermarks.all();
    List<DriftCounts> messages = pending.take(source);
    if (messages.isEmpty() && announcements.due(0, watermark)) {
      messages = List.of(DriftCounter.heartbeat(source, watermark));
    }
    if (!messages.isEmpty()) {
      messages.get(messages.size() - 1).setWatermark(Instant.ofEpochMilli(watermark));
      announcements.told(0, watermark);
    }
    for (DriftCounts message : messages) {
      context.forward(new Record<>(message.getVersion(), new JoinOutput.Counted(message), now));
    }
    for (ShadowCounts message : comparisons.take()) {
      context.forward(new Record<>(message.getShadow(), new JoinOutput.Compared(message), now));
    }
  }

  private void count(Block events, int entry, long time, int truth) {
    // A window that may be over takes nothing any more: what comes out of order by more than the
    // grace is in the first that is not. Otherwise it would be lost.
    long window =
        Math.max(driftSettings.windowStart(time), driftSettings.overBefore(watermarks.all()));
    LabelCounts counts = pending.of(events.version(), window);
    Optional<LossRanks> reference = lossRanks.apply(events.version());
    Optional<PredictionSets> sets = reference.flatMap(LossRanks::predictionSets);
    LabelledEvent event = LabelledEvent.of(events, entry, truth, sets);
    counts.add(event.predicted(), truth, event.loss(), event.brier(), event.confidence());
    reference.ifPresent(
        ranks -> counts.addLossBin(ranks.bin(event.loss(), events.low(entry)), ranks.bins()));
    if (sets.isPresent()) {
      counts.addSet(event.covered());
    }
    pending.changed();
    shadows.joined(events.high(entry), events.low(entry), time, truth);
  }

  private void compare(ShadowBlock block, int entry, long time, int truth) {
    comparisons.add(
        driftSettings.windowStart(time),
        block.champion(),
        block.shadow(),
        block.championClass(entry) == truth,
        block.shadowClass(entry) == truth);
  }
}
