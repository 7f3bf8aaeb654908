/**
 * Labelled images from IDX files, the format that MNIST is published in, plain or gzipped. Knows
 * files; knows no network, no Kafka and no encoding to network input. May import the JDK only.
 */
package org.inkstream.model.idx;
