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
   * @throws ParameterException if it is no number, or out of range
   */
  static Duration fromZero(CommandSpec command, String option, String typed) {
    return checked(seconds(typed) >= 0, command, option, typed, "0 to 86400 seconds");
  }

  /**
   * The value of an option that may not be 0.
   *
   * @throws ParameterException if it is no number, or out of range
   */
  static Duration aboveZero(CommandSpec command, String option, String typed) {
    return checked(seconds(typed) > 0, command, option, typed, "more than 0, to 86400 seconds");
  }

  private static Duration checked(
      boolean longEnough, CommandSpec command, String option, String typed, String wanted) {
    double seconds = seconds(typed);
    // Not a number is in no range.
    if (!longEnough || seconds > MOST) {
      throw new ParameterException(
          command.commandLine(), option + " is " + typed + ", must be " + wanted);
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static double seconds(String typed) {
    try {
      return Double.parseDouble(typed);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
