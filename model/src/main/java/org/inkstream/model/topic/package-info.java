/**
 * The topics of an Inkstream deployment: name, encoding and settings together, so that no topic
 * name is written anywhere else. May import the schemas, Avro's class of all records, and Kafka's
 * clients.
 */
package org.inkstream.model.topic;
