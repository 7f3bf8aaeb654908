package org.inkstream.trainer.cli;

import java.util.ArrayList;
import java.util.List;
import org.inkstream.model.command.CommandProcess;

/** Lines at the end of a help text, of which picocli would go on with long ones at the margin. */
final class HelpLines {

  private static final String FURTHER = "    ";

  private HelpLines() {}

  /** The text in lines that fit; what goes on is set in deeper. */
  static List<String> of(String indent, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(indent);
    boolean begun = false;
    for (String word : text.split(" ", -1)) {
      if (begun && line.length() + 1 + word.length() >= CommandProcess.HELP_WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(indent + FURTHER);
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    lines.add(line.toString());
    return lines;
  }
}
