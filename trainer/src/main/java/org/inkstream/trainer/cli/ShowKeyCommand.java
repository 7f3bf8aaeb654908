package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.signing.KeyFileException;
import org.inkstream.model.signing.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keys show}. */
@Command(
    name = "show",
    description =
        "Prints the id of a key: the first 16 hexadecimal digits of the SHA-256 of the public key.")
final class ShowKeyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "NAME.pub, or NAME.key with NAME.pub beside it.")
  private Path file;

  @Override
  public Integer call() {
    try {
      String id =
          file.toString().endsWith(".key")
              ? KeyFiles.signingKey(file).id()
              : KeyFiles.id(KeyFiles.publicKey(file));
      PrintWriter out = spec.commandLine().getOut();
      out.println(id);
      out.flush();
      return 0;
    } catch (KeyFileException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }
}
