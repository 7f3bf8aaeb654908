package org.inkstream.trainer.cli;

import org.inkstream.model.command.Problems;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.split.SplitRule;
import picocli.CommandLine.Option;

/** Which images of a data set are learnt from, for use as a picocli mixin. */
final class SampleOptions {

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Of every random choice, the parting of the data included. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--train-images",
      paramLabel = "N",
      description = "Most images to learn from. Default: all of the part for training.")
  private Integer trainImages;

  /** Notes what is wrong. */
  void check(Problems problems) {
    problems.check(trainImages == null || trainImages >= 1, "--train-images", "1 or more");
  }

  long seed() {
    return seed;
  }

  /** Most images to learn from. */
  int trainImages(int byDefault) {
    return trainImages == null ? byDefault : trainImages;
  }

  /** How a data set is parted if nobody says: by its published test part, if it has one. */
  static SplitRule usualRule(DataSet set) {
    return set.test().isPresent() ? SplitRule.OFFICIAL : SplitRule.STRATIFIED;
  }
}
