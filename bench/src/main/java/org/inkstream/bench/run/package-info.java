/**
 * What all benchmarks have in common: the settings, the networks, fresh child JVMs and how to talk
 * to them. May import report and engine.
 */
package org.inkstream.bench.run;
