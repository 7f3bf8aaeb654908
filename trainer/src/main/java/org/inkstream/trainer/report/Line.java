package org.inkstream.trainer.report;

/**
 * A line of a chart. The arrays are not copied.
 *
 * @param name in the legend; also tells it from the others
 * @param paint number of its colour
 * @param dashed whether it is broken
 * @param x of each point
 * @param y of each point
 */
record Line(String name, int paint, boolean dashed, double[] x, double[] y) {}
