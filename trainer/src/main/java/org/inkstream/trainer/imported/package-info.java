/**
 * What networks that were trained elsewhere have in common: a chain of layers that is built anew in
 * the form that the scorer serves, and a recipe that hands it out. May import {@code fit}, the
 * model's scorer and bundle, Deeplearning4j and ND4J. Knows no file format.
 */
package org.inkstream.trainer.imported;
