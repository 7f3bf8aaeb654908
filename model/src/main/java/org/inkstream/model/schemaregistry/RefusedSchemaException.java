package org.inkstream.model.schemaregistry;

/**
 * A schema of ours that does not fit what the registry has, or that it refuses; the message names
 * the subject and says why, in one line.
 */
public final class RefusedSchemaException extends RuntimeException {

  RefusedSchemaException(String subject, String why) {
    super("subject " + subject + " of the schema registry: " + why);
  }
}
