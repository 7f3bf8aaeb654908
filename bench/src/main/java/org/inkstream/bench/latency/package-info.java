/**
 * How long an event waits for its answer, at a rate that is kept whatever comes back. May import
 * run, report, stream, the model module, Kafka's clients and HdrHistogram.
 */
package org.inkstream.bench.latency;
