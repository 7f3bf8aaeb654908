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
    double lower, double upper, int count, double confidence, double accuracy) {}
