package org.inkstream.trainer.bundling;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names versions. */
final class Versions {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Versions() {}

  /**
   * Sorts by time; two of one second differ by their content.
   *
   * @param digest of what is new in the version, at least eight hexadecimal digits
   */
  static String id(Instant made, String family, String digest) {
    return "%s-%s-%s".formatted(TIME.format(made), family, digest.substring(0, 8));
  }
}
