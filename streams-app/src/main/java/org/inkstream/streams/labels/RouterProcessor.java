package org.inkstream.streams.labels;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.inkstream.model.drift.EventHash;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.RoutedLabels;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.drift.PartitionClock;

/**
 * Sends each label to the partition that its id belongs to, whatever partition its producer chose,
 * and every partition the time that this one has reached. The key is the partition.
 */
final class RouterProcessor implements Processor<byte[], byte[], Integer, RoutedLabels> {

  /** A label from further ahead of the clock is skipped: it would be held until then. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

  private final DriftSettings settings;
  private final int partitions;
  private final LabelListener listener;
  private final Wire<LabelEvent> wire;

  private ProcessorContext<Integer, RoutedLabels> context;
  private PartitionClock clock;
  private Announcements announcements;

  RouterProcessor(
      Wire<LabelEvent> wire, DriftSettings settings, int partitions, LabelListener listener) {
    this.wire = wire;
    this.settings = settings;
    this.partitions = partitions;
    this.listener = listener;
  }

  @Override
  public void init(ProcessorContext<Integer, RoutedLabels> context) {
    this.context = context;
    clock = new PartitionClock(settings);
    announcements = new Announcements(settings, partitions);
    context.schedule(PartitionClock.TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    long now = context.currentSystemTimeMs();
    clock.event(record.timestamp(), now);
    Optional<LabelEvent> label = decode(record, now);
    if (label.isPresent()) {
      long[] hash = EventHash.halves(label.get().getId());
      ByteBuffer entry =
          ByteBuffer.allocate(Layout.ROUTED)
              .putLong(hash[0])
              .putLong(hash[1])
              .putLong(record.timestamp())
              .putInt(label.get().getLabel())
              .flip();
      send(EventIds.partition(hash[0], partitions), entry, now);
    } else {
      listener.labels(LabelOutcome.SKIPPED, 1);
    }
    announce(now);
  }

  private void tick(long now) {
    clock.tick(now);
    announce(now);
  }

  private Optional<LabelEvent> decode(Record<byte[], byte[]> record, long now) {
    if (record.value() == null || record.timestamp() - now > CLOCK_TOLERANCE.toMillis()) {
      return Optional.empty();
    }
    try {
      return Optional.of(wire.decode(record.value())).filter(label -> !label.getId().isEmpty());
    } catch (UndecodableException e) {
      return Optional.empty();
    }
  }

  private void announce(long now) {
    for (int partition = 0; partition < partitions; partition++) {
      if (announcements.due(partition, clock.watermark())) {
        send(partition, ByteBuffer.allocate(0), now);
      }
    }
  }

  private void send(int partition, ByteBuffer entries, long now) {
    long watermark = clock.watermark();
    announcements.told(partition, watermark);
    context.forward(
        new Record<>(
            partition,
            new RoutedLabels(
                context.taskId().partition(), Instant.ofEpochMilli(watermark), entries),
            now));
  }
}
