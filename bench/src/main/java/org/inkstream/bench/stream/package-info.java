/**
 * Streams of events through applications in JVMs of their own, and what comes out of them: end to
 * end throughput. May import run, engine, report, scorer, the model module, the streams app, Kafka,
 * Deeplearning4j and Jackson.
 */
package org.inkstream.bench.stream;
