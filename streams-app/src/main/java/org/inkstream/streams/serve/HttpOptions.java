package org.inkstream.streams.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.inkstream.model.command.Problems;
import picocli.CommandLine.Option;

/** The options of health, metrics and the API, for use as a picocli mixin. */
final class HttpOptions {

  /** Shorter ones can be guessed. */
  private static final int LEAST_TOKEN = 16;

  @Option(
      names = "--http-host",
      paramLabel = "HOST",
      defaultValue = "localhost",
      description = "Where health, metrics and the API are served. Default: ${DEFAULT-VALUE}.")
  private String httpHost;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description =
          "Port of health and metrics; 0 for any free one. Default: 8080, or a free one if that is"
              + " taken.")
  private Integer httpPort;

  @Option(
      names = "--http-token-file",
      paramLabel = "FILE",
      description =
          "Its first line is the token that calls which change something have to bear"
              + " (Authorization: Bearer ...). Without it they are taken from this machine only.")
  private Path httpTokenFile;

  /**
   * Notes what is wrong.
   *
   * @return the settings, to be asked for if nothing was wrong
   */
  Supplier<HttpSettings> checked(Problems problems) {
    problems.check(
        httpPort == null || (httpPort >= 0 && httpPort < 65536), "--http-port", "0 to 65535");
    Optional<String> token = token(problems);
    return () -> new HttpSettings(httpHost, Optional.ofNullable(httpPort), token);
  }

  private Optional<String> token(Problems problems) {
    if (httpTokenFile == null) {
      return Optional.empty();
    }
    try (BufferedReader reader = Files.newBufferedReader(httpTokenFile)) {
      String token = Objects.requireNonNullElse(reader.readLine(), "").strip();
      if (token.length() < LEAST_TOKEN) {
        problems.add(
            "--http-token-file: the token in '%s' is shorter than %d characters"
                .formatted(httpTokenFile, LEAST_TOKEN));
      }
      return Optional.of(token);
    } catch (IOException e) {
      problems.add("--http-token-file: cannot read '" + httpTokenFile + "': " + e.getMessage());
      return Optional.empty();
    }
  }
}
