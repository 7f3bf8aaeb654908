/**
 * How fast one thread scores, engine by engine. May import run, engine, report, the model module
 * and Jackson.
 */
package org.inkstream.bench.scorer;
