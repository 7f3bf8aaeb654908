/**
 * Drift as people on call see it: the table of the newest reports, and what acknowledges an alarm.
 * Reads the topic of reports and no state of the topology. May import the topics and their records,
 * {@code tail}'s lines, Kafka's clients and the command line's shared parts; knows no Kafka
 * Streams.
 */
package org.inkstream.streams.driftview;
