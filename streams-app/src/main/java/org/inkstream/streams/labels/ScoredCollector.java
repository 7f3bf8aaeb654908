package org.inkstream.streams.labels;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.inkstream.model.drift.EventHash;
import org.inkstream.schemas.ScoredImages;
import org.inkstream.streams.drift.DriftSettings;

/**
 * What labels will need of the events of a batch, by label partition. What was added and not
 * drained is lost in a crash: drain before the batch can be committed. For one thread.
 */
public final class ScoredCollector {

  /** Takes the messages. */
  @FunctionalInterface
  public interface Sink {
    /** To be sent to that partition, after all that came before. */
    void send(int labelPartition, ScoredImages message);
  }

  private static final int FIRST_CAPACITY = 1024;

  private final int partitions;
  private final Announcements announcements;
  private final ByteBuffer[] entries;
  private String version = "";
  private int classes;

  /**
   * A collector with no events.
   *
   * @param partitions label partitions, 1 or more
   */
  public ScoredCollector(DriftSettings settings, int partitions) {
    this.partitions = partitions;
    this.announcements = new Announcements(settings, partitions);
    this.entries = new ByteBuffer[partitions];
    Arrays.setAll(entries, i -> ByteBuffer.allocate(FIRST_CAPACITY));
  }

  /**
   * Adds one event. Between two drains all are of one version.
   *
   * @param version the version that scored it, not empty
   * @param id the event's id
   * @param timestamp event time, milliseconds since the epoch
   * @param probabilities of a batch, one row after another
   * @param row the event's row
   * @param classes length of a row
   */
  public void add(
      String version, String id, long timestamp, float[] probabilities, int row, int classes) {
    long[] hash = EventHash.halves(id);
    ByteBuffer to = room(EventIds.partition(hash[0], partitions), Layout.scored(classes));
    to.putLong(hash[0]).putLong(hash[1]).putLong(timestamp);
    for (int i = row * classes; i < (row + 1) * classes; i++) {
      to.putFloat(probabilities[i]);
    }
    this.version = version;
    this.classes = classes;
  }

  /**
   * Sends what was added since the last drain, one message a partition at most. A partition that
   * has no event gets a message, too, if a window may be over because of the watermark.
   *
   * @param sourcePartition the partition that the events came from
   * @param watermark how far that partition has come
   */
  public void drain(int sourcePartition, long watermark, Sink sink) {
    for (int partition = 0; partition < partitions; partition++) {
      ByteBuffer buffer = entries[partition];
      boolean empty = buffer.position() == 0;
      if (!empty || announcements.due(partition, watermark)) {
        ByteBuffer copy = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), buffer.position()));
        sink.send(
            partition,
            new ScoredImages(
                empty ? "" : version,
                sourcePartition,
                Instant.ofEpochMilli(watermark),
                empty ? 0 : classes,
                copy,
                ""));
        announcements.told(partition, watermark);
        buffer.clear();
      }
    }
  }

  private ByteBuffer room(int partition, int bytes) {
    ByteBuffer buffer = entries[partition];
    if (buffer.remaining() < bytes) {
      int capacity = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
      buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
      entries[partition] = buffer;
    }
    return buffer;
  }
}
