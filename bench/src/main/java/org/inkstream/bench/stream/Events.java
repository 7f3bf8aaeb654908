package org.inkstream.bench.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.Wire;

/**
 * The events of the benchmarks: the published test images again and again. An event's id says where
 * it stands in the images topic, and its key leads to the same partition wherever it goes, so that
 * every answer can be held against its event. Safe for use by many threads.
 */
public final class Events {

  /** Partitions of every event topic. */
  public static final int PARTITIONS = 4;

  private final ImageSet images;
  private final Wire<ImageEvent> wire = Wire.of(ImageEvent.class);
  private final byte[][] keys = new byte[PARTITIONS][];

  /** Events of these images. */
  public Events(ImageSet images) {
    this.images = images;
    for (int found = 0, n = 0; found < PARTITIONS; n++) {
      byte[] key = ("scanner-" + n).getBytes(StandardCharsets.UTF_8);
      int partition = BuiltInPartitioner.partitionForKey(key, PARTITIONS);
      if (keys[partition] == null) {
        keys[partition] = key;
        found++;
      }
    }
  }

  /** A key of this partition's. */
  public byte[] key(int partition) {
    return keys[partition].clone();
  }

  /** Which image the event shows. */
  public int image(int partition, long offset) {
    return (int) ((offset * PARTITIONS + partition) % images.count());
  }

  /** The event's id. */
  public static String id(int partition, long offset) {
    return partition + "-" + offset;
  }

  /** The event as Inkstream's producers write it. */
  public byte[] avro(int partition, long offset, Instant capturedAt) {
    return wire.encode(
        new ImageEvent(
            id(partition, offset),
            capturedAt,
            ImageEncoding.GRAY8,
            images.width(),
            images.height(),
            ByteBuffer.wrap(images.image(image(partition, offset))),
            ""));
  }

  /** The event as JSON, pixels as an array of numbers. */
  public byte[] json(int partition, long offset) {
    StringBuilder json = new StringBuilder(4096);
    json.append("{\"id\":\"").append(id(partition, offset)).append("\",\"width\":");
    json.append(images.width()).append(",\"height\":").append(images.height());
    json.append(",\"pixels\":[");
    byte[] pixels = images.image(image(partition, offset));
    for (int i = 0; i < pixels.length; i++) {
      json.append(i == 0 ? "" : ",").append(pixels[i] & 0xff);
    }
    return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
