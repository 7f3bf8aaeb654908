package org.inkstream.model.scorer;

import java.io.IOException;

/** A network file that would make Deeplearning4j load what no network needs. */
public final class ForeignClassException extends IOException {

  ForeignClassException(String message) {
    super(message);
  }
}
