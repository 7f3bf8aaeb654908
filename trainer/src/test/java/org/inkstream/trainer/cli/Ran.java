package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.inkstream.model.command.CommandProcess;
import picocli.CommandLine;

/**
 * A command that ran inside the test's process.
 *
 * @param exitCode what the process would have ended with
 * @param out what it printed
 * @param err what it complained of
 */
record Ran(int exitCode, String out, String err) {

  static Ran inkstream(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        CommandProcess.commandLine(TrainerMain.commands(), false)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    int exitCode = commandLine.execute(arguments);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
