/**
 * Labelled images with the names of their classes, whatever form they come in: IDX files, folders
 * of pictures, CSV. Knows files; knows no network and no Kafka. May import image sets and images,
 * and Jackson for CSV.
 */
package org.inkstream.model.dataset;
