/**
 * What drift statistics cost beside scoring, without Kafka. May import run, engine, report, the
 * model module, the streams app's drift, the schemas and Jackson.
 */
package org.inkstream.bench.features;
