package org.inkstream.model.scorer;

import java.io.IOException;

/** A network whose input is not of the size that was announced. */
public final class WrongShapeException extends IOException {

  WrongShapeException(String message) {
    super(message);
  }
}
