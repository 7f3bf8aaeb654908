/**
 * What the parts of the Kafka Streams topology share. May import the schemas and Kafka's clients;
 * knows none of the parts.
 */
package org.inkstream.streams.topology;
