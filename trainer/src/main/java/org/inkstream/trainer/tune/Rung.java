package org.inkstream.trainer.tune;

/**
 * A round of a search.
 *
 * @param number from 1
 * @param trials how many are in it, at least 1
 * @param images that each learns from, at least 1
 */
public record Rung(int number, int trials, int images) {}
