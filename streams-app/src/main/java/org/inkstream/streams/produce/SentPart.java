package org.inkstream.streams.produce;

import java.io.IOException;
import java.util.Locale;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.split.SplitPlan;
import org.inkstream.model.split.SplitRule;

/** A part of a data set that can be sent. */
enum SentPart {
  /** The published training images. */
  TRAIN,
  /** The published test images. */
  TEST,
  /** The test part of a shuffled split: distributed as what networks of that split know. */
  STREAM;

  /** Seed of the split where nobody says otherwise, in training too. */
  static final long SPLIT_SEED = 1;

  /**
   * Reads its images.
   *
   * @param dirOrMnist see {@link DataSets#read}
   * @param splitSeed seed of the shuffled split
   * @throws IOException if the data cannot be read
   * @throws IllegalArgumentException if there is nothing to split
   */
  ImageSet read(String dirOrMnist, long splitSeed) throws IOException {
    return switch (this) {
      case TRAIN -> DataSets.read(dirOrMnist, Part.TRAIN);
      case TEST -> DataSets.read(dirOrMnist, Part.TEST);
      case STREAM ->
          // The test part does not depend on how large the others are.
          new SplitPlan(SplitRule.SHUFFLED, splitSeed, 0, 0)
              .apply(DataSets.read(dirOrMnist, Part.TRAIN), DataSets.read(dirOrMnist, Part.TEST))
              .test();
    };
  }

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
