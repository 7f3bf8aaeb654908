package org.inkstream.model.drift;

import java.util.List;

/** What came of reading a reference profile. */
public sealed interface ProfileReading {

  /** The profile, complete and consistent. */
  record Read(ReferenceProfile profile) implements ProfileReading {}

  /**
   * No usable profile.
   *
   * @param problems all of them, each one line that names the field; at least one; copied
   */
  record Unusable(List<String> problems) implements ProfileReading {

    /** Copies. */
    public Unusable {
      problems = List.copyOf(problems);
    }
  }
}
