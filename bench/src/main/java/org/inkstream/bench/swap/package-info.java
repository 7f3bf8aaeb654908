/**
 * What a change of champion does to a stream that flows. May import run, engine, report, stream,
 * the model module, the streams app, Jackson and Kafka's clients.
 */
package org.inkstream.bench.swap;
