/**
 * Scoring inside the topology: image events gather in a batch, the champion of their time scores
 * it, and each event leaves as a classification or a dead letter. May import the model module, the
 * schemas, this module's models, drift, labels and deadletter, and Kafka Streams; knows no
 * topology.
 */
package org.inkstream.streams.scoring;
