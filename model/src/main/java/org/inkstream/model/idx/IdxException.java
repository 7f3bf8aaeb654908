package org.inkstream.model.idx;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that is not the IDX file it should be. The message is one line: the file, the position,
 * what was expected and what was found.
 */
public final class IdxException extends IOException {

  private final long position;

  IdxException(Path file, long position, String problem) {
    super(file + ": at byte " + position + ": " + problem);
    this.position = position;
  }

  /** Where the trouble was noticed: bytes from the start of the uncompressed content. */
  public long position() {
    return position;
  }
}
