/**
 * What fitting a model to labelled images is, and how it is done with networks. The epochs are
 * compared through the scorer that serves. May import the networks, the evaluation, Deeplearning4j
 * and ND4J, and the model's images, image sets, scorers and bundle digests; knows no files, no
 * clock but the one it is given, no Kafka.
 */
package org.inkstream.trainer.fit;
