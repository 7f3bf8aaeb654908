/**
 * What a data set is like and what is wrong with it: counts, means, duplicates, labels. Pure
 * functions over what was read. May import the model's data sets and image sets only.
 */
package org.inkstream.trainer.describe;
