/**
 * Turns encoded images into probabilities. A {@link org.inkstream.model.scorer.Network} holds the
 * weights, a {@link org.inkstream.model.scorer.Scorer} runs them on one thread, and an {@link
 * org.inkstream.model.scorer.InputGradient} says how to mislead them. May import Deeplearning4j,
 * ND4J and JavaCPP, whose pointers ND4J's arrays are made of, and shows none of their types; the
 * plain models; and Jackson, to look at a network's file before Deeplearning4j does.
 */
package org.inkstream.model.scorer;
