/**
 * Finished pieces of a long run, kept so that the run can go on where it was cut off. May import
 * the model's bundles (for digests) and Jackson; knows no files: where pieces are kept, the command
 * says.
 */
package org.inkstream.trainer.pieces;
