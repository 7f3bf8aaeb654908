/**
 * How families of models compare that are trained on the same images: pieces of work that are kept
 * as they are done, so that a run can go on where it was cut off; measures of each model, what it
 * looks at, how it bears changed images and fewer of them; and tests between families. May import
 * the families, the bundling, the evaluation, the fitting and the pieces, the model's bundles,
 * images, image sets, data sets, splits, scorers and confidence limits, and commons-math; knows no
 * files (pieces are kept by who runs it) and no clock but the one it is given.
 */
package org.inkstream.trainer.compare;
