package org.inkstream.streams.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.inkstream.schemas.ScoredImages;

/**
 * What a shadow said of some events, as one array of bytes that is also what the store keeps: the
 * names of champion and shadow, then the entries as in the message. Immutable.
 */
final class ShadowBlock {

  private final byte[] bytes;
  private final String champion;
  private final String shadow;
  private final int first;
  private final long latest;

  private ShadowBlock(byte[] bytes) {
    this.bytes = bytes;
    ByteBuffer in = ByteBuffer.wrap(bytes);
    this.champion = name(in);
    this.shadow = name(in);
    this.first = in.position();
    long last = Long.MIN_VALUE;
    for (int entry = 0; entry < size(); entry++) {
      last = Math.max(last, time(entry));
    }
    this.latest = last;
  }

  static ShadowBlock of(ScoredImages message) {
    byte[] champion = message.getVersion().getBytes(UTF_8);
    byte[] shadow = message.getShadow().getBytes(UTF_8);
    ByteBuffer entries = message.getEntries().duplicate();
    return new ShadowBlock(
        ByteBuffer.allocate(
                2 * Integer.BYTES + champion.length + shadow.length + entries.remaining())
            .putInt(champion.length)
            .put(champion)
            .putInt(shadow.length)
            .put(shadow)
            .put(entries)
            .array());
  }

  /** What {@link #toBytes} gave; the array is kept. */
  static ShadowBlock of(byte[] stored) {
    return new ShadowBlock(stored);
  }

  /** As state: the block's own array. */
  byte[] toBytes() {
    return bytes;
  }

  String champion() {
    return champion;
  }

  String shadow() {
    return shadow;
  }

  int size() {
    return (bytes.length - first) / Layout.SHADOWED;
  }

  long high(int entry) {
    return ByteBuffer.wrap(bytes).getLong(at(entry));
  }

  long low(int entry) {
    return ByteBuffer.wrap(bytes).getLong(at(entry) + Long.BYTES);
  }

  /** Event time. */
  long time(int entry) {
    return ByteBuffer.wrap(bytes).getLong(at(entry) + Layout.TIME);
  }

  int championClass(int entry) {
    return ByteBuffer.wrap(bytes).getInt(at(entry) + Layout.REST);
  }

  int shadowClass(int entry) {
    return ByteBuffer.wrap(bytes).getInt(at(entry) + Layout.REST + Integer.BYTES);
  }

  /** The latest event time; the least of all numbers without entries. */
  long latest() {
    return latest;
  }

  private int at(int entry) {
    return first + entry * Layout.SHADOWED;
  }

  private static String name(ByteBuffer in) {
    byte[] name = new byte[in.getInt()];
    in.get(name);
    return new String(name, UTF_8);
  }
}
