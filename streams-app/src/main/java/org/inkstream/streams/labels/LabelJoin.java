package org.inkstream.streams.labels;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.RoutedLabels;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.drift.DriftSettings;

/**
 * The steps of the topology that bring labels and scored events together, with their stores.
 *
 * <p>Both come by the hash of their id to one of {@link #partitions} partitions, in the order in
 * which they were sent from each of their own partitions. An event and its label meet if they are
 * no further apart in event time than {@link LabelSettings#within}, whichever comes first; each
 * event once. What they say is added to the counts of the window that the later of the two is in,
 * for the version that scored the event. Which of them meet depends on their times alone, so that a
 * replay gives the same counts, unless events or labels are out of order in their partition by more
 * than the bound, an id is used again within it, or more ids are held than {@link
 * LabelSettings#mostHeld} allows.
 *
 * <p>The windows know this join's partition j as source {@code imagePartitions + j}.
 */
public final class LabelJoin {

  /** Name of the store of full blocks. */
  public static final String BLOCKS = "label-blocks";

  /** Name of the store of what is small and often written. */
  public static final String PROGRESS = "label-progress";

  /** Name of the store of what shadows said of events that wait. */
  public static final String SHADOWS = "label-shadows";

  private final LabelSettings settings;
  private final DriftSettings drift;
  private final int imagePartitions;
  private final int partitions;
  private final Function<String, Optional<LossRanks>> lossRanks;
  private final LabelListener listener;

  /**
   * The steps for a topology.
   *
   * @param settings must be enabled
   * @param drift how drift is windowed
   * @param imagePartitions partitions of the image events, at least 1
   * @param partitions partitions of the labels topic, at least 1
   * @param lossRanks how losses rank in the reference of a version; asked by the thread of the
   *     topology, and may take its time to load it. Must not throw; when empty, losses are not
   *     ranked
   * @param listener hears what becomes of labels
   */
  public LabelJoin(
      LabelSettings settings,
      DriftSettings drift,
      int imagePartitions,
      int partitions,
      Function<String, Optional<LossRanks>> lossRanks,
      LabelListener listener) {
    if (!settings.enabled() || imagePartitions < 1 || partitions < 1) {
      throw new IllegalArgumentException(
          "labels within "
              + settings.within()
              + " of "
              + imagePartitions
              + " and "
              + partitions
              + " partitions");
    }
    this.settings = settings;
    this.drift = drift;
    this.imagePartitions = imagePartitions;
    this.partitions = partitions;
    this.lossRanks = lossRanks;
    this.listener = listener;
  }

  /** Label partitions: those of the labels topic, and of the topics where both meet. */
  public int partitions() {
    return partitions;
  }

  /**
   * Makes the nodes that read the labels topic; the key they give is the label partition.
   *
   * @param wire the topic's encoding
   */
  public ProcessorSupplier<byte[], byte[], Integer, RoutedLabels> router(Wire<LabelEvent> wire) {
    return () -> new RouterProcessor(wire, drift, partitions, listener);
  }

  /** Makes the nodes where labels and events meet, with their stores. */
  public ProcessorSupplier<Integer, JoinInput, String, JoinOutput> join() {
    return new Join();
  }

  private final class Join implements ProcessorSupplier<Integer, JoinInput, String, JoinOutput> {

    @Override
    public Processor<Integer, JoinInput, String, JoinOutput> get() {
      return new JoinProcessor(settings, drift, imagePartitions, partitions, lossRanks, listener);
    }

    /**
     * All in memory and logged, so that they move with the task. Full blocks, and what shadows
     * said, are written once, and would only take the cache's room from others.
     */
    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(BLOCKS), Serdes.Long(), Serdes.ByteArray())
              .withCachingDisabled()
              .withLoggingEnabled(Map.of()),
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(SHADOWS), Serdes.Long(), Serdes.ByteArray())
              .withCachingDisabled()
              .withLoggingEnabled(Map.of()),
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(PROGRESS), Serdes.String(), Serdes.ByteArray())
              .withCachingEnabled()
              .withLoggingEnabled(Map.of()));
    }
  }
}
