package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.signing.KeyFileException;
import org.inkstream.model.signing.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keys generate}. */
@Command(
    name = "generate",
    description = {
      "Makes NAME.key, the private key that signs, which only you can read, and NAME.pub, the public"
          + " key for the folder that 'serve --trusted-keys' reads. Prints the id.",
      "Existing files are never replaced."
    })
final class GenerateKeysCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for both files. Default: this one.")
  private Path folder;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      defaultValue = "inkstream",
      description = "Name of both files. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Override
  public Integer call() {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new ParameterException(
          spec.commandLine(), "NAME: '" + name + "' is not letters, digits, '.', '_' or '-'");
    }
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure("--out: no directory " + folder);
    }
    try {
      String id = KeyFiles.generate(folder, name, new SecureRandom());
      PrintWriter out = spec.commandLine().getOut();
      out.printf("key        %s%n", id);
      out.printf("private    %s%n", folder.resolve(name + ".key"));
      out.printf("public     %s%n", folder.resolve(name + ".pub"));
      out.flush();
      return 0;
    } catch (KeyFileException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }
}
