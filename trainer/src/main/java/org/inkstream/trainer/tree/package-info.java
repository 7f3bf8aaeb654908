/**
 * Grows decision trees and forests from labelled images. May import the fitting's contract and the
 * model's image sets, plain models and digests, and commons-math; knows no files, no clock, no
 * tensor library.
 */
package org.inkstream.trainer.tree;
