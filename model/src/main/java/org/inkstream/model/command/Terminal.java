package org.inkstream.model.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the process is shown on. */
public final class Terminal {

  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})");
  private static final int ANSWER_SECONDS = 2;

  /**
   * How much can be seen at once.
   *
   * @param columns characters in a line, at least 1
   * @param rows lines, at least 1
   */
  public record Size(int columns, int rows) {}

  private Terminal() {}

  /** Whether the process talks to a person: input and output are a terminal's. */
  public static boolean isInteractive() {
    Console console = System.console();
    if (console == null || Runtime.version().feature() < 22) {
      return console != null;
    }
    // From Java 22 on there is a console without a terminal too.
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Whether the user's locale is one of UTF-8, which is what commands write. */
  public static boolean isUtf8() {
    return "UTF-8".equalsIgnoreCase(System.getProperty("native.encoding"));
  }

  /**
   * The size of the terminal now; empty if there is none, or it does not say. It is asked for anew
   * each time, through another process, because Java cannot: not for every line.
   */
  public static Optional<Size> size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader answer =
          new BufferedReader(new InputStreamReader(stty.getInputStream(), UTF_8))) {
        String line = answer.readLine();
        return stty.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS) ? parse(line) : Optional.empty();
      } finally {
        stty.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /**
   * The text with a question mark for each character that would begin a line or move the cursor.
   */
  public static String oneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?");
  }

  static Optional<Size> parse(String line) {
    Matcher size = SIZE.matcher(line == null ? "" : line.strip());
    if (!size.matches()) {
      return Optional.empty();
    }
    int rows = Integer.parseInt(size.group(1));
    int columns = Integer.parseInt(size.group(2));
    return rows < 1 || columns < 1 ? Optional.empty() : Optional.of(new Size(columns, rows));
  }
}
