package org.inkstream.streams.labels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.RoutedLabels;
import org.inkstream.schemas.ScoredImages;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.streams.drift.DriftSettings;

/**
 * The join of one label partition as a task has it: two topics, of which it reads one record after
 * another, its stores, and commits. A crash takes back all since the last commit.
 */
final class JoinTask {

  static final DriftSettings MINUTES = DriftSettings.DEFAULT.withWindow(Duration.ofMinutes(1));

  static final LossRanks RANKS =
      new LossRanks() {
        @Override
        public int bins() {
          return 4;
        }

        @Override
        public int bin(double loss, long hash) {
          return (int) Math.min(3, loss);
        }

        @Override
        public Optional<PredictionSets> predictionSets() {
          return Optional.of(new PredictionSets(0.9, 100, 0.25f));
        }
      };

  private final LabelSettings settings;
  private final int imagePartitions;
  private final int labelPartitions;
  private final int partition;
  private final List<ScoredImages> events = new ArrayList<>();
  private final List<RoutedLabels> labels = new ArrayList<>();
  private final List<DriftCounts> committed = new ArrayList<>();
  private final Map<String, Comparison> comparisons = new TreeMap<>();
  final Map<LabelOutcome, Long> outcomes = new TreeMap<>();
  long waiting;
  long forgotten;

  private MockProcessorContext<String, JoinOutput> context;
  private KeyValueStore<Long, byte[]> blocks;
  private KeyValueStore<Long, byte[]> shadows;
  private KeyValueStore<String, byte[]> progress;
  private JoinProcessor processor;
  private int nextEvents;
  private int nextLabels;
  private final Map<Long, byte[]> committedBlocks = new TreeMap<>();
  private final Map<Long, byte[]> committedShadows = new TreeMap<>();
  private final Map<String, byte[]> committedProgress = new TreeMap<>();
  private int committedEvents;
  private int committedLabels;

  JoinTask(LabelSettings settings, int imagePartitions, int labelPartitions, int partition) {
    this.settings = settings;
    this.imagePartitions = imagePartitions;
    this.labelPartitions = labelPartitions;
    this.partition = partition;
    crash();
  }

  void send(ScoredImages message) {
    events.add(message);
  }

  void send(RoutedLabels message) {
    labels.add(message);
  }

  /** Reads the next record of events; false if there is none. */
  boolean readEvents() {
    if (nextEvents == events.size()) {
      return false;
    }
    processor.process(new Record<>(0, new JoinInput.Events(events.get(nextEvents++)), 0));
    return true;
  }

  /** Reads the next record of labels; false if there is none. */
  boolean readLabels() {
    if (nextLabels == labels.size()) {
      return false;
    }
    processor.process(new Record<>(0, new JoinInput.Labels(labels.get(nextLabels++)), 0));
    return true;
  }

  void readAll() {
    while (readEvents() || readLabels()) {
      // Reads.
    }
  }

  void tick() {
    context.scheduledPunctuators().forEach(each -> each.getPunctuator().punctuate(0));
  }

  void commit() {
    for (CapturedForward<? extends String, ? extends JoinOutput> forward : context.forwarded()) {
      if (forward.record().value() instanceof JoinOutput.Counted counted) {
        committed.add(counted.counts());
      } else if (forward.record().value() instanceof JoinOutput.Compared compared) {
        compared(compared.counts());
      }
    }
    context.resetForwards();
    copy(blocks, committedBlocks);
    copy(shadows, committedShadows);
    copy(progress, committedProgress);
    committedEvents = nextEvents;
    committedLabels = nextLabels;
  }

  /** A new process finds what was committed, and nothing else. */
  void crash() {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    context = new MockProcessorContext<>(config, new TaskId(2, partition), new File("none"));
    context.setCurrentSystemTimeMs(0);
    blocks =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(LabelJoin.BLOCKS), Serdes.Long(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    progress =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(LabelJoin.PROGRESS),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    shadows =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(LabelJoin.SHADOWS), Serdes.Long(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    shadows.init(context.getStateStoreContext(), shadows);
    committedShadows.forEach(shadows::put);
    blocks.init(context.getStateStoreContext(), blocks);
    progress.init(context.getStateStoreContext(), progress);
    committedBlocks.forEach(blocks::put);
    committedProgress.forEach(progress::put);
    nextEvents = committedEvents;
    nextLabels = committedLabels;
    processor =
        new JoinProcessor(
            settings,
            MINUTES,
            imagePartitions,
            labelPartitions,
            version -> Optional.of(RANKS),
            new Heard());
    processor.init(context);
  }

  /** Everything that is kept. */
  int stored() {
    return count(blocks) + count(shadows) + count(progress);
  }

  /** What was committed so far of shadows, added up by pair. */
  Map<String, Comparison> comparisons() {
    return comparisons;
  }

  /**
   * What was committed so far, added up by window and version. Checks that nothing came for a
   * window after it could be over.
   */
  Map<String, LabelCounts> totals() {
    Map<String, LabelCounts> totals = new TreeMap<>();
    long over = Long.MIN_VALUE;
    for (DriftCounts message : committed) {
      assertThat(message.getSourcePartition()).isEqualTo(imagePartitions + partition);
      assertThat(message.getEvents()).isZero();
      if (!message.getVersion().isEmpty()) {
        assertThat(message.getWindowStart().toEpochMilli()).isGreaterThanOrEqualTo(over);
        totals
            .computeIfAbsent(
                message.getWindowStart() + " " + message.getVersion(), key -> new LabelCounts())
            .merge(WindowCounts.of(message).labels());
      }
      over = Math.max(over, MINUTES.overBefore(message.getWatermark().toEpochMilli()));
    }
    return totals;
  }

  /** The time that the windows were told last. */
  long announced() {
    return committed.stream().mapToLong(m -> m.getWatermark().toEpochMilli()).max().orElse(0);
  }

  private void compared(ShadowCounts counts) {
    comparisons
        .computeIfAbsent(
            counts.getChampion() + " and " + counts.getShadow(), key -> new Comparison())
        .merge(Comparison.of(counts));
  }

  private static <K> int count(KeyValueStore<K, byte[]> store) {
    Map<K, byte[]> all = new TreeMap<>();
    copy(store, all);
    return all.size();
  }

  private static <K> void copy(KeyValueStore<K, byte[]> store, Map<K, byte[]> into) {
    into.clear();
    try (KeyValueIterator<K, byte[]> all = store.all()) {
      all.forEachRemaining(entry -> into.put(entry.key, entry.value.clone()));
    }
  }

  private final class Heard implements LabelListener {
    @Override
    public void labels(LabelOutcome outcome, long count) {
      outcomes.merge(outcome, count, Long::sum);
    }

    @Override
    public void forgotten(long ids) {
      forgotten += ids;
    }

    @Override
    public void waiting(int partition, long events) {
      waiting = events;
    }
  }
}
