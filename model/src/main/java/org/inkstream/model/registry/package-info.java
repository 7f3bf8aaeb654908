/**
 * The versions of the model and their aliases, as topics hold them: publishing, reading an
 * artefact, following changes. May import Kafka's clients, the topics and the schemas; knows
 * nothing of what is inside a bundle.
 */
package org.inkstream.model.registry;
