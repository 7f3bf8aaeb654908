/**
 * Fits support vector machines whose kernels stand around landmarks. May import the fitting's
 * contract, ND4J for products of matrices, and the model's image sets, images and plain models;
 * knows no files, no clock.
 */
package org.inkstream.trainer.kernel;
