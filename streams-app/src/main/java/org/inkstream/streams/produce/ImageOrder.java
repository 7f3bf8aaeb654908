package org.inkstream.streams.produce;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.SplittableRandom;

/** In which order the images of a set come. */
final class ImageOrder implements PrimitiveIterator.OfInt {

  private final int[] order;
  private final SplittableRandom random;
  private final boolean endless;
  private int next;

  /**
   * An order of the indices from 0 to count - 1.
   *
   * @param random shuffles them before each time through; null to keep their order
   * @param endless whether it begins again after the last
   */
  ImageOrder(int count, SplittableRandom random, boolean endless) {
    this.order = new int[count];
    this.random = random;
    this.endless = endless;
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    shuffle();
  }

  @Override
  public boolean hasNext() {
    return next < order.length || endless && order.length > 0;
  }

  @Override
  public int nextInt() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (next == order.length) {
      shuffle();
      next = 0;
    }
    return order[next++];
  }

  private void shuffle() {
    if (random == null) {
      return;
    }
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
  }
}
