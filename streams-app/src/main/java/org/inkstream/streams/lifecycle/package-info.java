/**
 * Commands about the life of a version: promote, rollback, models. May import the model module's
 * registry and the topics; knows no Kafka Streams.
 */
package org.inkstream.streams.lifecycle;
