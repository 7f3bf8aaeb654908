package org.inkstream.model.command;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Refuses a command line for all that is wrong with it at once. */
final class WrongUsage {

  private static final String WHOLE = "a whole number";
  private static final Map<Class<?>, String> NUMBERS =
      Map.of(
          int.class, WHOLE,
          Integer.class, WHOLE,
          long.class, WHOLE,
          Long.class, WHOLE,
          double.class, "a number",
          Double.class, "a number");

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
    unread.forEach(error -> wrong.add(words(error)));
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
    return error instanceof ParameterException usage && words(error).equals(error.getMessage())
        ? usage
        : new ParameterException(commandLine, words(error), error);
  }

  /** Of a text that is no number, in our words: picocli's name Java's types. */
  private static String words(Exception error) {
    if (error instanceof ParameterException wrong
        && wrong.getCause() instanceof TypeConversionException
        && wrong.getArgSpec() instanceof OptionSpec option) {
      Class<?>[] types = option.auxiliaryTypes();
      String wanted = NUMBERS.get(types[types.length - 1]);
      if (wanted != null) {
        boolean tooLarge = wanted.equals(WHOLE) && wrong.getValue().matches("[-+]?[0-9]+");
        return "%s is %s, must be %s%s"
            .formatted(
                option.longestName(),
                wrong.getValue(),
                wanted,
                tooLarge ? " that is not so large" : "");
      }
    }
    return error.getMessage();
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
