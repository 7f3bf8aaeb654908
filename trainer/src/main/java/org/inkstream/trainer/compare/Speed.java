package org.inkstream.trainer.compare;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.evaluate.Scoring;

/** How fast one thread encodes and scores. */
public final class Speed {

  /** As large as those that are served under load. */
  public static final int BATCH = 128;

  private static final int IMAGES = 8 * BATCH;
  private static final int WARM_UP = 2;
  private static final int ROUNDS = 5;

  private Speed() {}

  /**
   * Images a second in the fastest of {@value #ROUNDS} rounds: other work on the machine makes a
   * round slower, never faster.
   *
   * @param scorer for {@link #BATCH} images
   * @param nanoTime clock
   */
  static double imagesPerSecond(
      Scorer scorer, ImageEncoder encoder, ImageSet images, LongSupplier nanoTime) {
    int[] chosen = new int[IMAGES];
    Arrays.setAll(chosen, i -> i % images.count());
    ImageSet all = images.select(chosen);
    for (int round = 0; round < WARM_UP; round++) {
      Scoring.score(scorer, encoder, all);
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = nanoTime.getAsLong();
      Scoring.score(scorer, encoder, all);
      least = Math.min(least, Math.max(1, nanoTime.getAsLong() - start));
    }
    return IMAGES * 1e9 / least;
  }
}
