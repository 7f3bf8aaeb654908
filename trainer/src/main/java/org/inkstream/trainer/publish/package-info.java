/**
 * Puts a bundle into the registry. May import the model's bundle and its preprocessing, registry,
 * fleet and topics, and the schemas; knows no files and no training.
 */
package org.inkstream.trainer.publish;
