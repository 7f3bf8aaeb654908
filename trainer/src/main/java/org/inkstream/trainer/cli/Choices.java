package org.inkstream.trainer.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inkstream.model.command.Problems;

/** Options whose value is one of some words. */
final class Choices {

  private Choices() {}

  /** The choice that a word names. */
  static <E extends Enum<E>> Optional<E> of(String value, E[] choices) {
    return Arrays.stream(choices).filter(choice -> choice.toString().equals(value)).findFirst();
  }

  /** Notes that a word names none of the choices. */
  static <E extends Enum<E>> void check(
      Problems problems, String option, String value, E[] choices) {
    problems.check(of(value, choices).isPresent(), option, "one of " + known(choices));
  }

  /** All choices, for people. */
  static <E extends Enum<E>> String known(E[] choices) {
    return Arrays.stream(choices).map(Object::toString).collect(Collectors.joining(", "));
  }
}
