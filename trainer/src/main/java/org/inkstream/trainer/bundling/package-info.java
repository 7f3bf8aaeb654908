/**
 * From a data set to a bundle: parts it, has a network fitted, calibrates it, takes the reference
 * profile and the golden rows, and measures the result as production would. Takes the profile of a
 * finished bundle anew. May import all of the trainer but its commands, the model, and the schemas
 * (for drift reports); knows no files, no Kafka.
 */
package org.inkstream.trainer.bundling;
