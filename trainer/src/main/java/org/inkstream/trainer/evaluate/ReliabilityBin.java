package org.inkstream.trainer.evaluate;

/**
 * Images of similar confidence.
 *
 * @param lower lowest confidence, exclusive
 * @param upper highest confidence, inclusive
 * @param count images in the bin
 * @param confidence their mean confidence; 0 if there are none
 * @param accuracy share of them that is right; 0 if there are none
 */
public record ReliabilityBin(
    double lower, double upper, int count, double confidence, double accuracy) {

  /** These images and those of the same bin of others. */
  ReliabilityBin and(ReliabilityBin other) {
    int both = count + other.count;
    if (both == 0) {
      return this;
    }
    return new ReliabilityBin(
        lower,
        upper,
        both,
        (count * confidence + other.count * other.confidence) / both,
        (count * accuracy + other.count * other.accuracy) / both);
  }
}
