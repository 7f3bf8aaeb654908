package org.inkstream.trainer.tune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.inkstream.trainer.family.SearchRange;

/**
 * Values that are tried.
 *
 * @param number from 0
 * @param values of the settings that are not the family's own, by name
 */
public record Trial(int number, Map<String, String> values) {

  /** The first trial: what nobody searched for. */
  private static final int USUAL = 0;

  /** Copies. */
  public Trial {
    values = Map.copyOf(values);
  }

  /**
   * A trial of a search: each has its values from the seed and its number alone, so that a longer
   * search begins as a shorter one does. Number 0 has no values but the fixed ones, so that a
   * search never ends with something worse than it began with.
   *
   * @param fixed values that all trials have
   */
  static Trial of(int number, Map<String, String> fixed, List<SearchRange> ranges, long seed) {
    Map<String, String> values = new LinkedHashMap<>(fixed);
    if (number != USUAL) {
      // Random's first numbers of seeds in a row are alike; its later ones of one seed are not.
      Random random = new Random(seed);
      for (int i = 1; i <= number; i++) {
        ranges.forEach(range -> values.put(range.setting(), range.draw(random)));
      }
    }
    return new Trial(number, values);
  }
}
