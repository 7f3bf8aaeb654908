package org.inkstream.model.command;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options in seconds, which may have fractions, of a day at most. */
final class Seconds {

  private static final double MOST = 86_400;

  private Seconds() {}

  /**
   * The value of an option that may be 0.
   *
   * @throws ParameterException if it is out of range
   */
  static Duration fromZero(CommandSpec command, String option, double seconds) {
    return checked(seconds >= 0, command, option, seconds, "0 to 86400 seconds");
  }

  /**
   * The value of an option that may not be 0.
   *
   * @throws ParameterException if it is out of range
   */
  static Duration aboveZero(CommandSpec command, String option, double seconds) {
    return checked(seconds > 0, command, option, seconds, "more than 0, to 86400");
  }

  private static Duration checked(
      boolean longEnough, CommandSpec command, String option, double seconds, String wanted) {
    // Not a number is in no range.
    if (!longEnough || seconds > MOST) {
      throw new ParameterException(
          command.commandLine(), option + ": " + seconds + " is not " + wanted);
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
