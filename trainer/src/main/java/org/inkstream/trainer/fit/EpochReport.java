package org.inkstream.trainer.fit;

/**
 * How an epoch went.
 *
 * @param epoch from 1
 * @param loss mean cross-entropy of the training batches, in nats, the l2 penalty included
 * @param validationAccuracy share of the validation images that is right, 0 to 1
 * @param validationCrossEntropy nats a validation image, after the temperature that fits them
 * @param imagesPerSecond training images, the validation's time not counted
 * @param secondsLeft estimate for the epochs to come
 */
public record EpochReport(
    int epoch,
    double loss,
    double validationAccuracy,
    double validationCrossEntropy,
    double imagesPerSecond,
    double secondsLeft) {}
