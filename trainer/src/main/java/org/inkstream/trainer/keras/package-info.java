/**
 * Networks of Keras: reads an HDF5 file, has Deeplearning4j's importer translate each layer, and
 * builds the network anew in the form that the scorer serves; a recipe that hands out what was
 * read. May import {@code fit}, the model's scorer and bundle, Deeplearning4j, ND4J and Jackson.
 * Reads files through the HDF5 library alone, which a bad file may crash: for a process of its own.
 */
package org.inkstream.trainer.keras;
