package org.inkstream.trainer.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Words for what went wrong with files. */
final class Failures {

  private Failures() {}

  /** The exception in one line; some of Java's name nothing but the file. */
  static String describe(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "no permission for " + e.getMessage();
    }
    if (e instanceof NoSuchFileException) {
      return "no file " + e.getMessage();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
