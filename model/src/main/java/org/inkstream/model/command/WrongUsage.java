package org.inkstream.model.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Refuses a command line for all that is wrong with it at once. */
final class WrongUsage {

  private WrongUsage() {}

  /** Lets picocli go on after the first wrong value; {@link #refuse} tells of all of them. */
  static void collect(CommandLine commandLine) {
    commandLine.getCommandSpec().parser().collectErrors(true);
    commandLine.getSubcommands().values().forEach(WrongUsage::collect);
  }

  /**
   * Returns if nothing is wrong, or help is wanted.
   *
   * @throws ParameterException if something is
   */
  static void refuse(ParseResult parsed) {
    List<CommandLine> typed = parsed.asCommandLineList();
    List<Exception> unread = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (CommandLine commandLine : typed) {
      ParseResult result = commandLine.getParseResult();
      if (result.isUsageHelpRequested() || result.isVersionHelpRequested()) {
        return;
      }
      unread.addAll(result.errors());
    }
    CommandLine last = typed.get(typed.size() - 1);
    unread.forEach(error -> wrong.add(error.getMessage()));
    wrong.addAll(problems(last.getCommandSpec(), unread));
    if (wrong.size() == 1 && !unread.isEmpty()) {
      // It may have suggestions.
      throw asIs(last, unread.get(0));
    }
    if (!wrong.isEmpty()) {
      throw new ParameterException(last, String.join("; ", wrong));
    }
  }

  private static ParameterException asIs(CommandLine commandLine, Exception error) {
    return error instanceof ParameterException usage
        ? usage
        : new ParameterException(commandLine, error.getMessage(), error);
  }

  private static List<String> problems(CommandSpec command, List<Exception> unread) {
    Set<ArgSpec> known = new HashSet<>();
    for (Exception error : unread) {
      if (error instanceof ParameterException wrong && wrong.getArgSpec() != null) {
        known.add(wrong.getArgSpec());
      }
    }
    Problems problems = new Problems(command, known);
    Stream.concat(Stream.of(command), command.mixins().values().stream())
        .map(CommandSpec::userObject)
        .filter(Checked.class::isInstance)
        .forEach(checked -> ((Checked) checked).check(problems));
    return problems.found();
  }
}
