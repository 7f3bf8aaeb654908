package org.inkstream.model.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What is wrong with a command's options, so that all of it can be told together. For one thread.
 */
public final class Problems {

  private final CommandSpec command;
  private final Set<ArgSpec> unread;
  private final List<String> found = new ArrayList<>();

  /**
   * Nothing is wrong yet.
   *
   * @param command whose options they are; it has been parsed
   * @param unread options that are known to be wrong already
   */
  Problems(CommandSpec command, Set<ArgSpec> unread) {
    this.command = command;
    this.unread = unread;
  }

  /**
   * Notes that an option has not the value it must have, as it was typed. An option that nobody
   * typed is fine.
   *
   * @param option its name with the hyphens
   */
  public void check(boolean fine, String option, String wanted) {
    if (!fine) {
      typed(option).ifPresent(value -> found.add(option + " is " + value + ", must be " + wanted));
    }
  }

  /** Notes what is wrong, in words that name the option. */
  public void add(String problem) {
    found.add(problem);
  }

  /** Notes what is wrong, unless it is fine. */
  public void add(boolean fine, String problem) {
    if (!fine) {
      add(problem);
    }
  }

  /** All that was found, in the order in which it was. */
  List<String> found() {
    return List.copyOf(found);
  }

  private Optional<String> typed(String option) {
    return Optional.<ArgSpec>ofNullable(command.findOption(option))
        .filter(found -> !unread.contains(found))
        .map(ArgSpec::originalStringValues)
        .filter(values -> !values.isEmpty())
        .map(values -> values.get(values.size() - 1));
  }
}
