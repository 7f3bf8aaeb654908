/**
 * From a data set to a bundle: parts it, has a network fitted, calibrates it, takes the reference
 * profile and the golden rows, and measures the result as production would. May import all of the
 * trainer but its commands, and the model; knows no files, no Kafka.
 */
package org.inkstream.trainer.bundling;
