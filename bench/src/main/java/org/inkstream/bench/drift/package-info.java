/**
 * How well drift is found, and how seldom where there is none: our statistics beside those that
 * others use, on the same images and answers. May import the model module, the schemas, Jackson and
 * this module's report, engine and run.
 */
package org.inkstream.bench.drift;
