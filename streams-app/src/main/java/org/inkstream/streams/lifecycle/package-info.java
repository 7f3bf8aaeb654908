/**
 * Commands about the life of a version: promote, rollback, models, shadow. May import the model
 * module's registry, its comparisons of shadows, the topics and their records, Kafka's clients,
 * Jackson and the command line's shared parts; knows no Kafka Streams.
 */
package org.inkstream.streams.lifecycle;
