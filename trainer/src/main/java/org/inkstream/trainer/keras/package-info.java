/**
 * Networks of Keras: reads an HDF5 file, has Deeplearning4j's importer translate each layer, and
 * builds a chain of them. May import {@code imported}, Deeplearning4j, ND4J and Jackson. Reads
 * files through the HDF5 library alone, which a bad file may crash: for a process of its own.
 */
package org.inkstream.trainer.keras;
