package org.inkstream.model.split;

import java.util.Locale;

/** Where the parts of a data set are taken from. */
public enum SplitRule {
  /**
   * As published: the published test images are the test part, and the other parts come from the
   * published training images. Accuracies quoted elsewhere are measured so. The test part need not
   * be distributed like the others: MNIST's was written by other people.
   */
  OFFICIAL,
  /**
   * All images merged and shuffled before they are parted, so that every part has one distribution.
   * The test part is as large as the published one.
   */
  SHUFFLED,
  /**
   * All images merged, and each part given its share of every class. The test part is as large as
   * the published one, or a seventh of all if none was published.
   */
  STRATIFIED;

  /** The word on the command line and in a bundle. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
