/**
 * What all benchmarks have in common: the settings, the networks, fresh child JVMs and how to talk
 * to them. May import report, engine, the model module and Jackson.
 */
package org.inkstream.bench.run;
