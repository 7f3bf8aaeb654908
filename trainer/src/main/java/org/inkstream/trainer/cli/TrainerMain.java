package org.inkstream.trainer.cli;

import java.util.List;
import org.inkstream.model.command.CommandProcess;

/** Runs one command of this module. */
public final class TrainerMain {

  private TrainerMain() {}

  /** All commands of this module; a new one goes here, and in the list in the launcher. */
  static List<Object> commands() {
    return List.of(
        new TrainCommand(),
        new TuneCommand(),
        new ImportCommand(),
        new EvaluateCommand(),
        new ProfileCommand(),
        new DescribeCommand(),
        new CompareCommand(),
        new PublishCommand(),
        new KeysCommand());
  }

  /** The process of one command. */
  public static void main(String[] arguments) {
    CommandProcess.run(commands(), arguments);
  }
}
