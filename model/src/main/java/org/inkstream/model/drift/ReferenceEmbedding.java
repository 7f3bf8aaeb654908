package org.inkstream.model.drift;

/**
 * The random features of the reference images. Immutable; the array is shared inside this package
 * and must not be written.
 *
 * @param sums of the features of all reference images, whole numbers
 * @param spread mean squared distance of an image's features from their mean, the features as
 *     cosines times the square root of 2 / D
 * @param nullQuantile what mmd2 without bias stays below, with probability {@link #LEVEL}, for a
 *     sample of m images like the reference's n, times 1/m + 1/n
 */
record ReferenceEmbedding(long[] sums, double spread, double nullQuantile) {

  /** How often the null quantile is not exceeded without drift. */
  static final double LEVEL = 0.99;
}
