/**
 * The topology and what its nodes have in common. May import the packages of its nodes, the topics
 * and Kafka Streams; in this module only serve may import it.
 */
package org.inkstream.streams.topology;
