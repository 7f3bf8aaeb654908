/**
 * From an image event to the numbers that a network takes: one encoder for training and serving, so
 * that the two cannot differ. Also pictures from files, which data sets are made of, and the
 * geometric changes that make training images out of others. Knows no files, no clock and no Kafka;
 * may import the schemas and the JDK's image readers.
 */
package org.inkstream.model.image;
