package org.inkstream.streams.driftview;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.inkstream.model.command.Terminal;

/**
 * A page that is drawn over and over in the same place, on the terminal's second screen, so that
 * what was on the first is there again afterwards. Used by one thread.
 */
final class LiveScreen implements AutoCloseable {

  private static final String ESC = "\u001b[";
  private static final String SECOND_SCREEN = ESC + "?1049h";
  private static final String FIRST_SCREEN = ESC + "?1049l";
  private static final String HIDE_CURSOR = ESC + "?25l";
  private static final String SHOW_CURSOR = ESC + "?25h";
  private static final String HOME = ESC + "H";
  private static final String CLEAR_LINE = ESC + "K";
  private static final String CLEAR_BELOW = ESC + "J";

  private final PrintWriter out;

  /** Changes to the second screen. */
  LiveScreen(PrintWriter out) {
    this.out = out;
    out.print(SECOND_SCREEN + HIDE_CURSOR);
  }

  /** Draws as much of the lines as there is room for, and says when that is not all. */
  void draw(List<String> lines, Terminal.Size size) {
    // No end of line after the last row: the terminal would scroll.
    out.print(HOME + String.join(CLEAR_LINE + "\n", fit(lines, size)) + CLEAR_LINE + CLEAR_BELOW);
    out.flush();
  }

  static List<String> fit(List<String> lines, Terminal.Size size) {
    List<String> shown = new ArrayList<>(lines);
    if (lines.size() > size.rows()) {
      shown = new ArrayList<>(lines.subList(0, size.rows() - 1));
      shown.add("... and " + (lines.size() - shown.size()) + " more lines (--once prints all)");
    }
    shown.replaceAll(
        line -> line.length() > size.columns() ? line.substring(0, size.columns()) : line);
    return shown;
  }

  /** Gives the first screen back. */
  @Override
  public void close() {
    out.print(SHOW_CURSOR + FIRST_SCREEN);
    out.flush();
  }
}
