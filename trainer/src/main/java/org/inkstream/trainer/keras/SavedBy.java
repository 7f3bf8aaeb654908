package org.inkstream.trainer.keras;

import org.inkstream.trainer.imported.Part;
import org.inkstream.trainer.imported.UnimportableException;

/**
 * What a file says of the Keras that wrote it.
 *
 * @param major version: 1, 2 or 3; 0 if it does not say
 * @param backend in Keras's words; null if it does not say
 */
record SavedBy(int major, String backend) {

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
}
