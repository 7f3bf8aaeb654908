package org.inkstream.trainer.fit;

/**
 * How far a fitting without epochs is.
 *
 * @param what a part is called, such as tree
 * @param done parts that are done, from 1
 * @param all most parts there will be
 * @param secondsLeft estimate for those to come
 */
public record PartReport(String what, int done, int all, double secondsLeft) {}
