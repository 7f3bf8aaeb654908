package org.inkstream.trainer.compare;

/**
 * What a model takes. Times depend on the machine and on what else it does.
 *
 * @param trainSeconds from the images to the tested bundle
 * @param parameters trained values
 * @param bundleBytes size of the bundle
 * @param memoryBytes that the loaded model and one scorer for {@link Speed#BATCH} images hold
 * @param imagesPerSecond that one thread encodes and scores, in batches of {@link Speed#BATCH}
 */
public record Cost(
    double trainSeconds,
    long parameters,
    long bundleBytes,
    long memoryBytes,
    double imagesPerSecond) {}
