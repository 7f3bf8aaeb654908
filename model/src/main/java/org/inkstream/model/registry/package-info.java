/**
 * The versions of the model and their aliases, as topics hold them: publishing, reading an
 * artefact, following changes. May import Kafka's clients, the topics, the schemas, and of the
 * bundle the reasons of a refusal; opens no bundle.
 */
package org.inkstream.model.registry;
