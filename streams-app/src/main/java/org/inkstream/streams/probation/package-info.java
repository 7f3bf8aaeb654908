/**
 * Rolls a new champion back by itself, if it turns out in its first time that it errs, fails or is
 * slow. May import the model module, the schemas, Kafka's clients, Kafka Streams' stores and the
 * watcher of drift counts; knows no scoring.
 */
package org.inkstream.streams.probation;
