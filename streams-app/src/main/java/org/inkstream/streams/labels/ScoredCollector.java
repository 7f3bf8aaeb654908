package org.inkstream.streams.labels;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.inkstream.model.drift.EventHash;
import org.inkstream.schemas.ScoredImages;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.journal.Journal;

/**
 * What labels will need of the events, by label partition, from one drain to the next. What was
 * added and not saved is lost in a crash: save before the batch can be committed. For one thread.
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
  private final Journal journal;
  private final Wire<ScoredImages> wire = Wire.of(ScoredImages.class);
  private final ByteBuffer[] entries;

  /** Where in each partition's entries those begin that are not saved. */
  private final int[] unsaved;

  private int saves;
  private String version = "";
  private int classes;

  /**
   * A collector with the events that were saved and not drained.
   *
   * @param partitions label partitions, 1 or more
   * @throws IllegalStateException if the journal has what no collector has written
   */
  public ScoredCollector(DriftSettings settings, int partitions, Journal journal) {
    this.partitions = partitions;
    this.journal = journal;
    this.announcements = new Announcements(settings, partitions);
    this.entries = new ByteBuffer[partitions];
    this.unsaved = new int[partitions];
    Arrays.setAll(entries, i -> ByteBuffer.allocate(FIRST_CAPACITY));
    journal.forEach(this::restore);
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

  /** True if events of this version can be added without a drain. */
  public boolean isFor(String version) {
    return largest() == 0 || version.equals(this.version);
  }

  /** Bytes of the largest message that a drain would send, but for a few. */
  public int largest() {
    return Arrays.stream(entries).mapToInt(ByteBuffer::position).max().orElse(0);
  }

  /** Writes to the journal what was added since this was last called. */
  public void save() {
    int bytes = 0;
    for (int i = 0; i < partitions; i++) {
      bytes += entries[i].position() - unsaved[i];
    }
    if (bytes == 0) {
      return;
    }
    ByteBuffer added = ByteBuffer.allocate(bytes);
    for (int i = 0; i < partitions; i++) {
      added.put(entries[i].array(), unsaved[i], entries[i].position() - unsaved[i]);
      unsaved[i] = entries[i].position();
    }
    journal.put(
        name(saves++),
        wire.encode(new ScoredImages(version, 0, Instant.EPOCH, classes, added.flip(), "")));
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
        unsaved[partition] = 0;
      }
    }
    while (saves > 0) {
      journal.delete(name(--saves));
    }
  }

  private void restore(String name, byte[] saved) {
    try {
      ScoredImages message = wire.decode(saved);
      version = message.getVersion();
      classes = message.getClasses();
      ByteBuffer from = message.getEntries();
      int size = Layout.scored(classes);
      for (int at = from.position(); at < from.limit(); at += size) {
        int partition = EventIds.partition(from.getLong(at), partitions);
        room(partition, size).put(from.slice(at, size));
        unsaved[partition] = entries[partition].position();
      }
      saves++;
    } catch (UndecodableException e) {
      throw new IllegalStateException("saved events of " + name, e);
    }
  }

  /** Names sort as they are written. */
  private static String name(int save) {
    return String.format("%010d", save);
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
