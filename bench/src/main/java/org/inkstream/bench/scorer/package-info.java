/** How fast one thread scores, engine by engine. May import run, engine and report. */
package org.inkstream.bench.scorer;
