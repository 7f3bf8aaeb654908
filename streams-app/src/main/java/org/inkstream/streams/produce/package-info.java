/**
 * Sends the images of a data set as events, for trying things out and measuring. May import the
 * data sets, their splits, corruptions and topics of the model, its bundles, encoder and scorer
 * (whose gradient makes adversarial images), the records, Kafka's clients and the command line's
 * shared parts.
 */
package org.inkstream.streams.produce;
