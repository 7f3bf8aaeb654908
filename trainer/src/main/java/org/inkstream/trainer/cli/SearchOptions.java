package org.inkstream.trainer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inkstream.model.command.Problems;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.family.SearchRange;
import org.inkstream.trainer.family.Setting;
import org.inkstream.trainer.family.Settings;
import org.inkstream.trainer.tune.Goal;
import org.inkstream.trainer.tune.Strategy;
import picocli.CommandLine.Option;

/** What is searched and how, for use as a picocli mixin. */
final class SearchOptions {

  private static final int MOST_TRIALS = 10_000;

  @Option(
      names = "--search",
      paramLabel = "SETTING=RANGE",
      description =
          "Look for this setting's value in LOW..HIGH, or among words with | between them; may be"
              + " repeated. With any, nothing else is searched. Default: the family's ranges, see"
              + " below, but for what --set sets.")
  private Map<String, String> search = new LinkedHashMap<>();

  @Option(
      names = "--strategy",
      paramLabel = "halving|random",
      defaultValue = "halving",
      description =
          "halving: all trials learn from few images, the best go on with more. random: all learn"
              + " from all images. Default: ${DEFAULT-VALUE}.")
  private String strategy;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "9",
      description =
          "How many to try; the first is the family's own settings. Default: ${DEFAULT-VALUE}.")
  private int trials;

  @Option(
      names = "--eta",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "With halving, one trial in so many goes on, with so many times the images."
              + " Default: ${DEFAULT-VALUE}.")
  private int eta;

  @Option(
      names = "--goal",
      paramLabel = "cross-entropy|accuracy",
      defaultValue = "cross-entropy",
      description =
          "What is best on the images for validation: cross-entropy after calibration, or accuracy."
              + " Default: ${DEFAULT-VALUE}.")
  private String goal;

  /** Notes what is wrong with the options. */
  void check(Problems problems, Optional<ModelFamily> family, Map<String, String> fixed) {
    Choices.check(problems, "--strategy", strategy, Strategy.values());
    Choices.check(problems, "--goal", goal, Goal.values());
    problems.check(trials >= 2 && trials <= MOST_TRIALS, "--trials", "2 to " + MOST_TRIALS);
    problems.check(eta >= 2 && eta <= 100, "--eta", "2 to 100");
    family.ifPresent(
        chosen -> {
          search.forEach((name, text) -> check(problems, chosen, name, text, fixed));
          boolean nothing =
              search.isEmpty()
                  && chosen.ranges().stream().allMatch(range -> fixed.containsKey(range.setting()));
          problems.add(
              !nothing, "--set gives values to all that is searched; --search adds what else is");
        });
  }

  private void check(
      Problems problems, ModelFamily family, String name, String text, Map<String, String> fixed) {
    Optional<Setting> setting = Settings.find(family, name);
    if (setting.isEmpty()) {
      problems.add("--search " + Settings.unknown(family, name));
      return;
    }
    problems.add(
        !fixed.containsKey(name),
        "--search " + name + ": it has a value already, by another option");
    try {
      SearchRange.parse(setting.get(), text);
    } catch (IllegalArgumentException e) {
      problems.add("--search " + e.getMessage());
    }
  }

  /** What is searched. */
  List<SearchRange> ranges(ModelFamily family, Map<String, String> fixed) {
    List<SearchRange> ranges = new ArrayList<>();
    if (search.isEmpty()) {
      family.ranges().stream()
          .filter(range -> !fixed.containsKey(range.setting()))
          .forEach(ranges::add);
    } else {
      search.forEach(
          (name, text) ->
              Settings.find(family, name)
                  .ifPresent(setting -> ranges.add(SearchRange.parse(setting, text))));
    }
    return ranges;
  }

  Strategy strategy() {
    return Choices.of(strategy, Strategy.values()).orElseThrow();
  }

  Goal goal() {
    return Choices.of(goal, Goal.values()).orElseThrow();
  }

  int trials() {
    return trials;
  }

  int eta() {
    return eta;
  }

  /** Lines about what is searched of every family. */
  static String[] help() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("What is searched, by family, unless --search or --set says otherwise:");
    for (ModelFamily family : ModelFamily.values()) {
      lines.add("");
      lines.add("  " + family);
      family
          .ranges()
          .forEach(range -> lines.addAll(HelpLines.of("    ", range.setting() + "=" + range)));
    }
    return lines.toArray(String[]::new);
  }
}
