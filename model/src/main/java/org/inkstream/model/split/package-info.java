/**
 * Which images of a data set are used for what: seeded rules for the trainer, which must not learn
 * from what it is judged by, and for the producer, which must not send what was learnt from. May
 * import image sets only.
 */
package org.inkstream.model.split;
