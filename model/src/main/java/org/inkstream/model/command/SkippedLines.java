package org.inkstream.model.command;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.inkstream.model.topic.Undecodable;
import picocli.CommandLine.Model.CommandSpec;

/** Tells people of records that cannot be decoded. */
public final class SkippedLines {

  private SkippedLines() {}

  /** A line on a command's error output for the first of each topic. For one thread. */
  public static Undecodable of(CommandSpec command) {
    return of(command.commandLine().getErr()::println);
  }

  static Undecodable of(Consumer<String> lines) {
    Set<String> told = new HashSet<>();
    return (record, why) -> {
      if (told.add(record.topic())) {
        lines.accept(
            ("inkstream: record %s %d:%d cannot be decoded and is skipped, as are any others like"
                    + " it: %s")
                .formatted(
                    record.topic(), record.partition(), record.offset(), Terminal.oneLine(why)));
      }
    };
  }
}
