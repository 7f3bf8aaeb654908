/**
 * The Kafka cluster that integration tests run against, and what they need to look into it. May
 * import Kafka's clients, the topics, the embedded broker and Testcontainers.
 */
package org.inkstream.streams.cluster;
