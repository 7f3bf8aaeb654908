package org.inkstream.trainer.compare;

/**
 * How good a model is on test images that were changed alike.
 *
 * @param amount of the change, in pixels or degrees
 * @param accuracy 0 to 1
 */
public record Changed(double amount, double accuracy) {}
