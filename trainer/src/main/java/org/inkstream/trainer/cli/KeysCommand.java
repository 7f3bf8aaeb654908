package org.inkstream.trainer.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code keys}. */
@Command(
    name = "keys",
    subcommands = {GenerateKeysCommand.class, ShowKeyCommand.class},
    synopsisSubcommandLabel = "generate|show",
    description = {
      "Keys that bundles are signed with (Ed25519).",
      "'keys generate' makes a pair, 'keys show' prints the id of one."
    })
final class KeysCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "keys: say generate or show");
  }
}
