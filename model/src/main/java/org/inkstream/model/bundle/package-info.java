/**
 * The bundle: one file with everything a version needs to score, written by the trainer, checked by
 * the {@link org.inkstream.model.bundle.Gate} before it may answer anything. May import the scorer,
 * plain models, the image encoding, the drift profile, signatures and Jackson; knows no Kafka.
 */
package org.inkstream.model.bundle;
