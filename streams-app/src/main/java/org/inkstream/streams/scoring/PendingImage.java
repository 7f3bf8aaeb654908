package org.inkstream.streams.scoring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record of the images topic that has no answer yet.
 *
 * @param partition where it stands in the topic
 * @param offset where it stands in the partition
 * @param timestamp milliseconds since the epoch
 * @param key the producer's own; may be null
 * @param value an image event, if all is well; may be null
 * @param headers the producer's own
 */
record PendingImage(
    int partition, long offset, long timestamp, byte[] key, byte[] value, Headers headers) {

  private static final int NULL = -1;

  /** As state: the generation it waits in, then its fields. */
  byte[] toBytes(long generation) {
    int size = 4 * Long.BYTES + size(key) + size(value);
    Header[] all = headers.toArray();
    byte[][] names = new byte[all.length][];
    for (int i = 0; i < all.length; i++) {
      names[i] = all[i].key().getBytes(StandardCharsets.UTF_8);
      size += size(names[i]) + size(all[i].value());
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putLong(generation).putInt(partition).putLong(offset).putLong(timestamp);
    put(out, key);
    put(out, value);
    out.putInt(all.length);
    for (int i = 0; i < all.length; i++) {
      put(out, names[i]);
      put(out, all[i].value());
    }
    return out.array();
  }

  /** The generation of what {@link #toBytes} wrote. */
  static long generation(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** What {@link #toBytes} wrote. */
  static PendingImage of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes, Long.BYTES, bytes.length - Long.BYTES);
    int partition = in.getInt();
    long offset = in.getLong();
    long timestamp = in.getLong();
    byte[] key = get(in);
    byte[] value = get(in);
    Headers headers = new RecordHeaders();
    for (int left = in.getInt(); left > 0; left--) {
      headers.add(new String(get(in), StandardCharsets.UTF_8), get(in));
    }
    return new PendingImage(partition, offset, timestamp, key, value, headers);
  }

  private static int size(byte[] bytes) {
    return Integer.BYTES + (bytes == null ? 0 : bytes.length);
  }

  private static void put(ByteBuffer out, byte[] bytes) {
    if (bytes == null) {
      out.putInt(NULL);
    } else {
      out.putInt(bytes.length).put(bytes);
    }
  }

  private static byte[] get(ByteBuffer in) {
    int length = in.getInt();
    if (length == NULL) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
