/**
 * What a measurement is told as: medians with their extremes, rows beside their baselines, the
 * settings of all. May import Jackson; knows nothing of what is measured.
 */
package org.inkstream.bench.report;
