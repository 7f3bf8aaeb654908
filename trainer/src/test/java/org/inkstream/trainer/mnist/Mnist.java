package org.inkstream.trainer.mnist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;

/** The first images of MNIST's parts, for tests that want real data and little of it. */
public final class Mnist {

  private static final ImageSet TRAIN = read(Part.TRAIN).select(range(0, 6_000));
  private static final ImageSet TEST = read(Part.TEST).select(range(0, 1_000));

  private Mnist() {}

  /** The first images of the training part, at most 6,000. */
  public static ImageSet train(int count) {
    return TRAIN.select(range(0, count));
  }

  /** Images of the training part from one index to another, at most 6,000. */
  public static ImageSet train(int from, int to) {
    return TRAIN.select(range(from, to));
  }

  /** The first images of the test part, at most 1,000. */
  public static ImageSet test(int count) {
    return TEST.select(range(0, count));
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static ImageSet read(Part part) {
    try {
      return DataSets.read("mnist", part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
