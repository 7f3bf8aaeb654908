/** The wire's encoding as Kafka's serde. May import the schemas and Kafka's clients. */
package org.inkstream.streams.serde;
