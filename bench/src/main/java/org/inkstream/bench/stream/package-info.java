/**
 * Streams of events through applications in JVMs of their own, and what comes out of them: end to
 * end throughput. May import run, engine, report, scorer, the streams app and Kafka.
 */
package org.inkstream.bench.stream;
