package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;

/** What people should know while a command works: on the error stream, beside its result. */
final class Notice {

  private Notice() {}

  /** One line, in the form of {@link String#format}. */
  static void tell(CommandSpec command, String format, Object... values) {
    PrintWriter err = command.commandLine().getErr();
    err.println("inkstream: " + String.format(Locale.ROOT, format, values));
    err.flush();
  }
}
