package org.inkstream.bench;

import java.util.List;
import org.inkstream.model.command.CommandProcess;

/** Runs the command of this module. */
public final class BenchMain {

  private BenchMain() {}

  /** The process of one command. */
  public static void main(String[] arguments) {
    if (System.getenv("INKSTREAM_LOG_LEVEL") == null) {
      // The broker's and the registry's good news would stand between the rows.
      System.setProperty("INKSTREAM_LOG_LEVEL", "WARN");
    }
    CommandProcess.run(List.of(new BenchCommand()), arguments);
  }
}
