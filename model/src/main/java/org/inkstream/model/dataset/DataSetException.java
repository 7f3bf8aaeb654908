package org.inkstream.model.dataset;

import java.io.IOException;

/**
 * A data set that cannot be used as it is. The message is one line that names the file, the row
 * where there are rows, what was expected and what was found.
 */
public final class DataSetException extends IOException {

  DataSetException(String where, String problem) {
    super(where + ": " + problem);
  }
}
