package org.inkstream.trainer.fit;

/**
 * How far an epoch is.
 *
 * @param epoch from 1
 * @param epochs most epochs of this training
 * @param done share of this epoch's batches that are done, above 0 to 1
 * @param loss mean of this epoch's batches so far
 * @param imagesPerSecond in this epoch so far
 * @param secondsLeft estimate for this epoch and those to come
 */
public record StepReport(
    int epoch, int epochs, double done, double loss, double imagesPerSecond, double secondsLeft) {}
