/**
 * How fast one thread scores, engine by engine. May import run, engine, report and the model
 * module.
 */
package org.inkstream.bench.scorer;
