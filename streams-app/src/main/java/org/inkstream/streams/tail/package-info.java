/**
 * Prints the records of a topic as they come, decoded. May import the topics and their records,
 * drift for the names of detectors, Avro and Jackson for any record as JSON, dead letters, Kafka's
 * clients and the command line's shared parts.
 */
package org.inkstream.streams.tail;
