/**
 * A Kafka broker inside this process: Kafka's own server as a single node that is broker and
 * controller at once, with its data in one folder. For the demo, for trying Inkstream without
 * installing anything, and for the tests; one node keeps one copy of everything, so it is not for
 * production.
 *
 * <p>The only package that may import Kafka's server ({@code kafka.server}, {@code
 * org.apache.kafka.metadata}). Besides that: Kafka's clients, the topics, and the command line's
 * shared parts for its command.
 */
package org.inkstream.streams.broker;
