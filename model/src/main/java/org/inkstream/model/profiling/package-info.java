/**
 * From labelled images and a network to what drift statistics compare with. May import the data
 * sets, images, scorers and drift statistics of this module, and nothing else.
 */
package org.inkstream.model.profiling;
