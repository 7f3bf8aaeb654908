/**
 * What can be done about versions, for the command line and for HTTP, and its commands: promote,
 * rollback, models. May import the model module's registry and fleet, the topics and their records
 * (Avro, for fields that a later schema may have), Kafka's clients, Jackson and the command line's
 * shared parts; knows no Kafka Streams.
 */
package org.inkstream.streams.lifecycle;
