package org.inkstream.model.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** A process that runs one of a module's commands. */
@Command(
    name = "inkstream",
    mixinStandardHelpOptions = true,
    versionProvider = CommandProcess.Version.class,
    description = "Classifies a stream of small images with networks that can be swapped.",
    synopsisSubcommandLabel = "COMMAND")
public final class CommandProcess implements Runnable {

  /** Characters in a line of help. */
  public static final int HELP_WIDTH = 100;

  @Spec private CommandSpec spec;

  private CommandProcess() {}

  /**
   * Runs one command and ends the process with its code: 0 for success, 1 for failure, 2 for wrong
   * usage.
   *
   * @param commands objects annotated for picocli
   */
  public static void run(List<Object> commands, String... arguments) {
    boolean debug = "1".equals(System.getenv("INKSTREAM_DEBUG"));
    int exitCode =
        commandLine(commands, debug)
            .setOut(writer(FileDescriptor.out))
            .setErr(writer(FileDescriptor.err))
            .execute(arguments);
    System.exit(exitCode);
  }

  /** The parser of all commands; with {@code debug}, errors come with their stack traces. */
  public static CommandLine commandLine(List<Object> commands, boolean debug) {
    CommandLine commandLine = new CommandLine(new CommandProcess());
    commands.forEach(commandLine::addSubcommand);
    addHelpToSubcommands(commandLine);
    WrongUsage.collect(commandLine);
    ErrorLines errors = new ErrorLines(debug);
    return commandLine
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .setExecutionStrategy(CommandProcess::runLast)
        .setExpandAtFiles(false)
        .setUsageHelpWidth(HELP_WIDTH);
  }

  private static int runLast(ParseResult parsed) {
    WrongUsage.refuse(parsed);
    return new RunLast().execute(parsed);
  }

  /** Without a command: what there is. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static void addHelpToSubcommands(CommandLine commandLine) {
    for (CommandLine subcommand : commandLine.getSubcommands().values()) {
      addHelp(subcommand.getCommandSpec());
      addHelpToSubcommands(subcommand);
    }
  }

  // So that no command can forget it.
  private static void addHelp(CommandSpec command) {
    if (command.findOption("--help") == null) {
      command.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Show this help and exit.")
              .build());
    }
  }

  // Not System.out, which hides errors and, on Java 17, may write in another encoding than UTF-8.
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  /** Reads the version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CommandProcess.class.getPackage().getImplementationVersion();
      return new String[] {
        "inkstream " + (version == null ? "(not from a jar)" : version),
        "Java " + System.getProperty("java.version")
      };
    }
  }
}
