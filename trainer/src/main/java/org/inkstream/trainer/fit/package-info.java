/**
 * Fits a network's weights to labelled images. The epochs are compared through the scorer that
 * serves. May import the networks, the evaluation, Deeplearning4j and ND4J, and the model's images,
 * image sets, scorers and bundle digests; knows no files, no clock but the one it is given, no
 * Kafka.
 */
package org.inkstream.trainer.fit;
