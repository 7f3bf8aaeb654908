package org.inkstream.streams.demo;

import java.io.IOException;
import java.util.stream.IntStream;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.split.Split;
import org.inkstream.model.split.SplitPlan;
import org.inkstream.model.split.SplitRule;

/**
 * The images of the demonstration's stream: MNIST, shuffled, less what its networks are trained,
 * tuned and profiled on. Shuffled, because MNIST's published parts differ, and that would be found;
 * and many, because a small set that is sent again and again differs from the reference, too: by
 * the chance of its choice, which becomes certainty.
 */
final class UnseenImages {

  /** Seed of the split, for training and here. */
  static final long SEED = 1;

  /** Most images that a network of the demonstration learns from. */
  static final int LEARNT = 15_000;

  /** Of the published training images, a quarter at most is for tuning and profile. */
  private static final int HELD_OUT_DIVISOR = 4;

  private UnseenImages() {}

  /**
   * The stream part of the split, and of its training part what is not learnt from.
   *
   * @throws IOException if the shipped images cannot be read
   */
  static ImageSet read() throws IOException {
    ImageSet published = DataSets.read("mnist", Part.TRAIN);
    // Without sizes, so that the training part here begins with what is held out there; training
    // takes the first images after that.
    Split split =
        new SplitPlan(SplitRule.SHUFFLED, SEED, 0, 0)
            .apply(published, DataSets.read("mnist", Part.TEST));
    int used = published.count() / HELD_OUT_DIVISOR + LEARNT;
    ImageSet rest = split.train().select(IntStream.range(used, split.train().count()).toArray());
    return split.test().and(rest);
  }
}
