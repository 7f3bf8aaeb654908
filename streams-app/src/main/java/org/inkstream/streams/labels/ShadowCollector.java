package org.inkstream.streams.labels;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.inkstream.schemas.ScoredImages;

/**
 * What a shadow said of events, by label partition, for labels that come. The events themselves
 * were sent before. What was added and not drained is lost in a crash. For one thread.
 */
public final class ShadowCollector {

  private static final int FIRST_CAPACITY = 1024;

  private record Key(int partition, String champion, String shadow) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparingInt(Key::partition)
            .thenComparing(Key::champion)
            .thenComparing(Key::shadow);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  private final int partitions;
  private final Map<Key, ByteBuffer> entries = new TreeMap<>();

  /**
   * A collector with nothing in it.
   *
   * @param partitions label partitions, 1 or more
   */
  public ShadowCollector(int partitions) {
    this.partitions = partitions;
  }

  /**
   * Adds an event that both scored.
   *
   * @param champion the version that answered
   * @param shadow the other
   * @param hash both halves of the hash of the event's id
   * @param time event time, milliseconds since the epoch
   * @param championClass the class that the champion gave
   * @param shadowClass the class that the shadow gave
   */
  public void add(
      String champion, String shadow, long[] hash, long time, int championClass, int shadowClass) {
    Key key = new Key(EventIds.partition(hash[0], partitions), champion, shadow);
    ByteBuffer to = entries.computeIfAbsent(key, k -> ByteBuffer.allocate(FIRST_CAPACITY));
    if (to.remaining() < Layout.SHADOWED) {
      to = ByteBuffer.allocate(2 * to.capacity()).put(to.flip());
      entries.put(key, to);
    }
    to.putLong(hash[0]).putLong(hash[1]).putLong(time).putInt(championClass).putInt(shadowClass);
  }

  /** Sends what was added since the last drain; no watermark goes with it. */
  public void drain(int sourcePartition, ScoredCollector.Sink sink) {
    entries.forEach(
        (key, buffer) ->
            sink.send(
                key.partition(),
                new ScoredImages(
                    key.champion(),
                    sourcePartition,
                    Instant.EPOCH,
                    0,
                    ByteBuffer.wrap(Arrays.copyOf(buffer.array(), buffer.position())),
                    key.shadow())));
    entries.clear();
  }
}
