package org.inkstream.bench.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inkstream.model.command.CommandFailure;

/** What Linux says a process holds in memory. */
final class ResidentMemory {

  private static final String FIELD = "VmRSS:";
  private static final String UNIT = "kB";

  private ResidentMemory() {}

  /**
   * Resident memory of a process, in MB of a million bytes.
   *
   * @throws CommandFailure if the system does not say it
   */
  static double megabytes(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      return megabytes(Files.readAllLines(status));
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + status + ": memory is measured on Linux only", e);
    }
  }

  static double megabytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(FIELD) && line.endsWith(UNIT))
        .map(line -> line.substring(FIELD.length(), line.length() - UNIT.length()).strip())
        .mapToDouble(kibibytes -> Long.parseLong(kibibytes) * 1024 / 1e6)
        .findFirst()
        .orElseThrow(
            () -> new CommandFailure("the system does not say " + FIELD + " of a process"));
  }
}
