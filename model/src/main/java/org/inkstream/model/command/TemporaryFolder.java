package org.inkstream.model.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that goes, with all that is in it, when it is closed. */
public final class TemporaryFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /**
   * A new, empty folder where the system keeps such.
   *
   * @param prefix what its name begins with
   * @throws IOException if it cannot be made
   */
  public static TemporaryFolder create(String prefix) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(prefix));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Deletes it. What cannot be deleted stays, and the log says so. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("event=folder-kept folder={} error={}", path, e.toString());
    }
  }
}
