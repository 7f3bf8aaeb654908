/**
 * The versions of the model on this instance: following the registry, loading and checking them,
 * choosing the champion of an event, giving memory back, and the receipt of a swap. May import the
 * model module, the schemas, Kafka's clients and HdrHistogram; knows no Kafka Streams.
 */
package org.inkstream.streams.models;
