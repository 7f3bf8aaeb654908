/**
 * The heartbeats of this instance: what it says of itself, every few seconds. May import the
 * topics, the schemas and Kafka's clients; how they are read is in the model module's package of
 * this name.
 */
package org.inkstream.streams.fleet;
