/**
 * The command that makes the topics of a deployment before anything else starts. May import the
 * model module's topics, Kafka's clients and the command line's shared parts.
 */
package org.inkstream.streams.topics;
