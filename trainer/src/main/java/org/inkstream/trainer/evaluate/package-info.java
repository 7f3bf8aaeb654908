/**
 * How good a network is: pure functions over rows of probabilities and their labels, and the
 * scoring of an image set through the scorer that serves. May import the model's scorer, images and
 * image sets; knows no training, no files, no Deeplearning4j.
 */
package org.inkstream.trainer.evaluate;
