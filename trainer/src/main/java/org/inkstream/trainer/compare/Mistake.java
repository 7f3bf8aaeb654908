package org.inkstream.trainer.compare;

/**
 * A test image that a model answers wrongly.
 *
 * @param fold that it was tested in
 * @param image number in the fold's test part
 * @param pixels unsigned bytes, row by row; 0 is background, 255 full ink; not copied
 * @param truth its class
 * @param answer the model's class
 * @param confidence the calibrated probability of the answer
 * @param ofTruth the calibrated probability of its class
 */
public record Mistake(
    int fold, int image, byte[] pixels, int truth, int answer, double confidence, double ofTruth) {}
