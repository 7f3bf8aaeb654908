/**
 * The process that serves: settings, start and stop, health and metrics. Wires the registry, the
 * topology and Kafka Streams together; may import every package of this module but the command
 * line's, Javalin, and alone of all Micrometer.
 */
package org.inkstream.streams.serve;
