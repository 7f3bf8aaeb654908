/**
 * The search for a family's settings: which values are tried, on how many images, and which go on.
 * What has been tried is kept by who runs it, so that a search can go on where it was cut off. May
 * import the families, the bundling, the fitting and the pieces, and the model's bundles, data
 * sets, image sets and splits; knows no files and no clock but the one it is given.
 */
package org.inkstream.trainer.tune;
