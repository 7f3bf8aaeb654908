package org.inkstream.streams.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Rejection;
import org.inkstream.schemas.ImageEvent;

/** Encoded images for one network, and the events they are of. Reused; owned by one thread. */
final class Batch {

  private final ImageEncoder encoder;
  private final int inputSize;
  private final float[] inputs;
  private final PendingImage[] images;
  private final ImageEvent[] events;
  private int size;
  private long bytes;

  Batch(ImageEncoder encoder, int capacity) {
    this.encoder = encoder;
    this.inputSize = encoder.preprocessing().inputSize();
    this.inputs = new float[capacity * inputSize];
    this.images = new PendingImage[capacity];
    this.events = new ImageEvent[capacity];
  }

  /** Adds an event, or says why it cannot be scored. */
  Optional<Rejection> add(PendingImage image, ImageEvent event) {
    Optional<Rejection> rejection = encoder.encode(event, inputs, size * inputSize);
    if (rejection.isEmpty()) {
      images[size] = image;
      events[size] = event;
      size++;
      bytes += image.value().length;
    }
    return rejection;
  }

  int size() {
    return size;
  }

  /** Bytes of the events, as they came. */
  long bytes() {
    return bytes;
  }

  boolean isFull() {
    return size == images.length;
  }

  float[] inputs() {
    return inputs;
  }

  PendingImage image(int row) {
    return images[row];
  }

  ImageEvent event(int row) {
    return events[row];
  }

  /** The ids of the events, in the order of the rows; stays as it is when the batch is cleared. */
  List<String> ids() {
    List<String> ids = new ArrayList<>(size);
    for (int row = 0; row < size; row++) {
      ids.add(events[row].getId());
    }
    return ids;
  }

  void clear() {
    for (int row = 0; row < size; row++) {
      images[row] = null;
      events[row] = null;
    }
    size = 0;
    bytes = 0;
  }
}
