package org.inkstream.trainer.fit;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Warp;
import org.inkstream.trainer.network.Hyperparameters;

/**
 * The batches of a training, one after another without end, made ahead by a thread of their own
 * while the network computes. That thread alone draws the random numbers, in the order of the
 * batches, so that the same seed gives the same batches whatever the threads' timing. Owned by one
 * thread; ends its helper when closed.
 */
final class Batches implements AutoCloseable {

  /** Batches made ahead; more would only fill memory. */
  private static final int AHEAD = 16;

  /**
   * Images and what the network should say of them.
   *
   * @param inputs encoded images, one after another
   * @param targets a row for each: 1 for its class, 0 elsewhere
   */
  record Batch(float[] inputs, float[] targets) {}

  private final ImageSet images;
  private final ImageEncoder encoder;
  private final ImageEncoder ink;
  private final int size;
  private final int classes;
  private final boolean augment;
  private final boolean mirror;
  private final Random random;
  private final int[] order;
  private final float[] encoded;
  private int next;
  private final Queue<Future<Batch>> ahead = new ArrayDeque<>();
  private final ExecutorService maker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "batches");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param images at least one
   * @param seed of the order of the images and of their changes
   */
  Batches(ImageSet images, ImageEncoder encoder, int classes, Hyperparameters settings, long seed) {
    this.images = images;
    this.encoder = encoder;
    this.ink = new ImageEncoder(encoder.preprocessing().ink());
    this.size = size(images, settings);
    this.classes = classes;
    this.augment = settings.augment();
    this.mirror = settings.mirror();
    // java.util.Random: its numbers are part of its specification.
    this.random = new Random(seed);
    this.order = new int[images.count()];
    Arrays.setAll(order, i -> i);
    this.next = order.length;
    this.encoded = new float[encoder.preprocessing().inputSize()];
    for (int i = 0; i < AHEAD; i++) {
      ahead.add(maker.submit(this::make));
    }
  }

  /** Images in a batch: as the settings say, or all there are. */
  static int size(ImageSet images, Hyperparameters settings) {
    return Math.min(settings.batch(), images.count());
  }

  /** Whole batches in one pass over the images; what is left over waits for the next pass. */
  static int inEpoch(ImageSet images, Hyperparameters settings) {
    return images.count() / size(images, settings);
  }

  /**
   * The next batch.
   *
   * @throws CancellationException if this thread is interrupted while waiting
   */
  Batch take() {
    try {
      Batch batch = ahead.remove().get();
      ahead.add(maker.submit(this::make));
      return batch;
    } catch (ExecutionException e) {
      throw new IllegalStateException("making a batch failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private Batch make() {
    if (next + size > order.length) {
      shuffle();
      next = 0;
    }
    float[] inputs = new float[size * encoded.length];
    float[] targets = new float[size * classes];
    for (int i = 0; i < size; i++) {
      int image = order[next++];
      encode(image, inputs, i * encoded.length);
      targets[i * classes + images.label(image)] = 1;
    }
    return new Batch(inputs, targets);
  }

  private void encode(int index, float[] inputs, int offset) {
    byte[] image = images.image(index);
    if (mirror && random.nextBoolean()) {
      mirror(image, images.width());
    }
    if (!augment) {
      encoder.encode(image, images.width(), images.height(), inputs, offset);
      return;
    }
    ink.encode(image, images.width(), images.height(), encoded, 0);
    int width = encoder.preprocessing().width();
    int height = encoder.preprocessing().height();
    // Before pixels are compared with anything: what comes in from outside is background.
    Warp.LIGHT.apply(encoded, width, height, inputs, offset, random);
    encoder.encodeInk(inputs, offset);
  }

  private static void mirror(byte[] image, int width) {
    for (int row = 0; row < image.length; row += width) {
      for (int left = row, right = row + width - 1; left < right; left++, right--) {
        byte value = image[left];
        image[left] = image[right];
        image[right] = value;
      }
    }
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int image = order[i];
      order[i] = order[other];
      order[other] = image;
    }
  }

  @Override
  public void close() {
    maker.shutdownNow();
  }
}
