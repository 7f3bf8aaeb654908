/**
 * Dead letters: what their headers say, and sending them back to be classified after all. May
 * import the topics, Kafka's clients and the command line's shared parts; Kafka Streams is not
 * known here.
 */
package org.inkstream.streams.deadletter;
