package org.inkstream.trainer.bundling;

/**
 * How good a model is of which no bundle is made.
 *
 * @param accuracy on the images for validation, 0 to 1
 * @param crossEntropy on them after calibration, nats an image
 * @param seconds that it took
 */
public record Rehearsal(double accuracy, double crossEntropy, double seconds) {}
