/**
 * What can be done about versions, for the command line and for HTTP, and its commands: promote,
 * rollback, models, shadow. May import the model module's registry, bundle, fleet and comparisons
 * of shadows, the topics and their records, Kafka's clients, Jackson and the command line's shared
 * parts; knows no Kafka Streams.
 */
package org.inkstream.streams.lifecycle;
