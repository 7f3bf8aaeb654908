package org.inkstream.trainer.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * What a file says of the Keras that wrote it.
 *
 * @param major version: 1, 2 or 3; 0 if it does not say
 * @param backend in Keras's words; null if it does not say
 */
record SavedBy(int major, String backend) {

  static final SavedBy NOTHING = new SavedBy(0, null);

  /**
   * By Keras's attributes, of which each may be null.
   *
   * @param version such as 2.15.0; may be cut short
   */
  static SavedBy of(String version, String backend) throws UnimportableException {
    if (version == null || version.isEmpty()) {
      return new SavedBy(0, backend);
    }
    int major = version.charAt(0) - '0';
    if (major < 1 || major > 3 || !version.matches("\\d(\\..*)?")) {
      throw new UnimportableException(
          "it is of Keras " + Part.oneLine(version) + "; 1, 2 and 3 are known");
    }
    return new SavedBy(major, backend);
  }

  /** By {@code metadata.json} of a {@code .keras} file. */
  static SavedBy ofMetadata(String json) throws UnimportableException {
    try {
      JsonNode version = new ObjectMapper().readTree(json).path("keras_version");
      if (!version.isTextual()) {
        throw new UnimportableException("its metadata.json has no keras_version");
      }
      // When this form came up there was no backend left that lays kernels otherwise.
      return of(version.textValue(), Backend.TENSORFLOW.toString());
    } catch (JsonProcessingException e) {
      throw new UnimportableException("its metadata.json is no JSON", e);
    }
  }
}
