package org.inkstream.streams.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with the options, so that all of it can be told together. For one thread. */
final class Problems {

  private final List<String> found = new ArrayList<>();

  /** Notes that an option has not the value it must have, unless it is fine. */
  void check(boolean fine, String option, Object value, String wanted) {
    if (!fine) {
      found.add(option + " is " + value + ", must be " + wanted);
    }
  }

  void add(String problem) {
    found.add(problem);
  }

  /** All that was found, in one line; empty if nothing was. */
  Optional<String> line() {
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
  }
}
