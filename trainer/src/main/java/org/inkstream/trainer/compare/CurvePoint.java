package org.inkstream.trainer.compare;

/**
 * How good a family is with so many images to learn from. What it has wrong of its own training
 * images shows its bias, and how much more it has wrong of others its variance.
 *
 * @param trainImages images that it learnt from
 * @param train accuracy on some of those
 * @param validation accuracy on images it has not learnt from, which chose the epoch
 * @param test accuracy on the test part of the first fold
 */
public record CurvePoint(int trainImages, double train, double validation, double test) {}
