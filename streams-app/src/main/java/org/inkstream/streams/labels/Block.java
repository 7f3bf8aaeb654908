package org.inkstream.streams.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Many events of one version, or many labels, in one array of bytes that is also what the store
 * keeps: a header (number, version, number of classes), then the entries as {@link Layout} has
 * them. Entries are added and never changed. For one thread.
 */
final class Block {

  /** Entries that a block can have at most: a reference has 16 bits for them. */
  static final int MOST_ENTRIES = 1 << 16;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);

  private static final int OF_LABELS = -1;
  private static final int HEADER = Long.BYTES + 2 * Integer.BYTES;

  private final long number;
  private final String version;
  private final int classes;
  private final int first;
  private final int entrySize;
  private byte[] bytes;
  private int end;
  private long earliest = Long.MAX_VALUE;
  private long latest = Long.MIN_VALUE;

  private Block(long number, String version, int classes, int first, byte[] bytes) {
    this.number = number;
    this.version = version;
    this.classes = classes;
    this.first = first;
    this.entrySize = classes == OF_LABELS ? Layout.HELD : Layout.scored(classes);
    this.bytes = bytes;
    this.end = first;
  }

  /** A block of labels with none in it. */
  static Block ofLabels(long number) {
    return empty(number, "", OF_LABELS);
  }

  /** A block of events with none in it. */
  static Block ofEvents(long number, String version, int classes) {
    return empty(number, version, classes);
  }

  private static Block empty(long number, String version, int classes) {
    byte[] name = version.getBytes(UTF_8);
    int first = HEADER + name.length;
    byte[] bytes = new byte[first];
    ByteBuffer.wrap(bytes).putLong(number).putInt(classes).putInt(name.length).put(name);
    return new Block(number, version, classes, first, bytes);
  }

  /** What {@link #toBytes} gave; the array is kept. */
  static Block of(byte[] stored) {
    ByteBuffer in = ByteBuffer.wrap(stored);
    long number = in.getLong();
    int classes = in.getInt();
    byte[] name = new byte[in.getInt()];
    in.get(name);
    Block block = new Block(number, new String(name, UTF_8), classes, in.position(), stored);
    block.end = stored.length;
    for (int i = 0; i < block.size(); i++) {
      block.widen(block.time(i));
    }
    return block;
  }

  /** As state; the array is the block's own if that has no room left. */
  byte[] toBytes() {
    return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
  }

  /** No entries will be added: gives back what room is left, and gives what is to be stored. */
  byte[] seal() {
    bytes = toBytes();
    return bytes;
  }

  /** Adds events, laid out as in the message. */
  void addEvents(ByteBuffer entries) {
    int before = size();
    ByteBuffer from = entries.duplicate();
    int length = from.remaining();
    room(length);
    from.get(bytes, end, length);
    end += length;
    for (int i = before; i < size(); i++) {
      widen(time(i));
    }
  }

  /** Adds a label. */
  void addLabel(long high, long low, long time, int truth, boolean joined) {
    room(Layout.HELD);
    LONGS.set(bytes, end, high);
    LONGS.set(bytes, end + Long.BYTES, low);
    LONGS.set(bytes, end + Layout.TIME, time);
    INTS.set(bytes, end + Layout.REST, truth);
    bytes[end + Layout.ROUTED] = (byte) (joined ? 1 : 0);
    end += Layout.HELD;
    widen(time);
  }

  /** Blocks are numbered in the order they were begun, from 1. */
  long number() {
    return number;
  }

  boolean isOfLabels() {
    return classes == OF_LABELS;
  }

  /** The version that scored the events; empty for labels. */
  String version() {
    return version;
  }

  /** Number of probabilities of an event. */
  int classes() {
    return classes;
  }

  int size() {
    return (end - first) / entrySize;
  }

  /** The earliest time of an entry. */
  long earliest() {
    return earliest;
  }

  /** The latest time of an entry. */
  long latest() {
    return latest;
  }

  long high(int entry) {
    return (long) LONGS.get(bytes, at(entry));
  }

  long low(int entry) {
    return (long) LONGS.get(bytes, at(entry) + Long.BYTES);
  }

  long time(int entry) {
    return (long) LONGS.get(bytes, at(entry) + Layout.TIME);
  }

  float probability(int entry, int label) {
    return (float) FLOATS.get(bytes, at(entry) + Layout.REST + label * Float.BYTES);
  }

  int truth(int entry) {
    return (int) INTS.get(bytes, at(entry) + Layout.REST);
  }

  boolean joined(int entry) {
    return bytes[at(entry) + Layout.ROUTED] != 0;
  }

  private int at(int entry) {
    return first + entry * entrySize;
  }

  private void room(int length) {
    if (end + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end + length, Math.min(2 * end, end + (1 << 12))));
    }
  }

  private void widen(long time) {
    earliest = Math.min(earliest, time);
    latest = Math.max(latest, time);
  }
}
