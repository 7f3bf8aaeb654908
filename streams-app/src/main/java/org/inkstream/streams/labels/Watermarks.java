package org.inkstream.streams.labels;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How far each partition of images and of labels has come, in event time, and up to when ids were
 * forgotten for want of room. For one thread.
 */
final class Watermarks {

  private long[] images;
  private long[] labels;
  private long forgotten = -1;

  /** Nothing is known yet of so many partitions; more may be heard of. */
  Watermarks(int imagePartitions, int labelPartitions) {
    images = new long[imagePartitions];
    labels = new long[labelPartitions];
  }

  /** A partition of images has come this far, or further before. */
  void image(int partition, long watermark) {
    if (partition >= images.length) {
      images = Arrays.copyOf(images, partition + 1);
    }
    images[partition] = Math.max(images[partition], watermark);
  }

  /** A partition of labels has come this far, or further before. */
  void label(int partition, long watermark) {
    if (partition >= labels.length) {
      labels = Arrays.copyOf(labels, partition + 1);
    }
    labels[partition] = Math.max(labels[partition], watermark);
  }

  /** The time that all partitions of images have reached; the epoch if one is not heard of. */
  long images() {
    return Arrays.stream(images).min().orElseThrow();
  }

  /** The same of labels. */
  long labels() {
    return Arrays.stream(labels).min().orElseThrow();
  }

  /** The time that all partitions have reached. */
  long all() {
    return Math.min(images(), labels());
  }

  /** Ids of this time and before were forgotten. */
  void forget(long time) {
    forgotten = Math.max(forgotten, time);
  }

  /** The latest time that was forgotten; negative for none. */
  long forgotten() {
    return forgotten;
  }

  byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES * (1 + images.length + labels.length));
    out.putLong(forgotten).putInt(images.length).putInt(labels.length);
    Arrays.stream(images).forEach(out::putLong);
    Arrays.stream(labels).forEach(out::putLong);
    return out.array();
  }

  /** Takes up what {@link #toBytes} gave, perhaps of another number of partitions. */
  void restore(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    forget(in.getLong());
    int imagePartitions = in.getInt();
    int labelPartitions = in.getInt();
    for (int i = 0; i < imagePartitions; i++) {
      image(i, in.getLong());
    }
    for (int i = 0; i < labelPartitions; i++) {
      label(i, in.getLong());
    }
  }
}
