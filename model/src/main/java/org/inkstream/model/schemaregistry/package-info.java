/**
 * A schema registry beside Kafka, spoken to in Confluent's REST API: our schemas are registered
 * there, values name theirs by its id, and the schemas of others are had from there. May import the
 * topics, the schemas, Avro and Jackson; knows no Kafka.
 */
package org.inkstream.model.schemaregistry;
