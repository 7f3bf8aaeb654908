package org.inkstream.trainer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Problems;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.family.Setting;
import org.inkstream.trainer.family.Settings;
import org.inkstream.trainer.fit.Recipe;
import picocli.CommandLine.Option;

/** Which family of models, and its settings. */
final class FamilyOptions {

  /** Options that are older than --set, and what they set. */
  private static final Map<String, String> SHORTHANDS = shorthands();

  /** What is fixed once and for all when a machine is first made. */
  private static final List<String> FIXED = List.of("landmarks", "gamma");

  @Option(
      names = "--model",
      paramLabel = "FAMILY",
      defaultValue = "cnn",
      description = "One of the families below. Default: ${DEFAULT-VALUE}.")
  private String family;

  @Option(
      names = "--set",
      paramLabel = "SETTING=VALUE",
      description = "Another value for a setting of the family, see below; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--preprocess",
      paramLabel = "HOW",
      description =
          "How grey values become numbers. none: 0 to 255. scale: 0 to 1. centre: -1 to 1."
              + " mean-image: 0 to 1, less the mean training image. standardise: besides, divided"
              + " by the standard deviation of each pixel. Default: as the family needs.")
  private String preprocess;

  @Option(
      names = "--quick",
      description =
          "A weak network within seconds, right about nine times out of ten: few epochs over few"
              + " images, as they are.")
  private boolean quick;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Most passes over the images. Default: as the model needs.")
  private Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images in one step. Default: as the model needs.")
  private Integer batch;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "The highest rate of the schedule. Default: as the model needs.")
  private Double learningRate;

  @Option(
      names = "--no-augment",
      description = "Learn from the images as they are, not changed a little each time.")
  private boolean noAugment;

  /** Notes what is wrong with the options. */
  void check(Problems problems, boolean update) {
    Choices.check(problems, "--model", family, ModelFamily.values());
    if (preprocess != null) {
      Choices.check(problems, "--preprocess", preprocess, Scaling.values());
    }
    family()
        .ifPresent(
            chosen -> {
              Settings.problems("--set ", chosen, set).forEach(problems::add);
              SHORTHANDS.keySet().forEach(option -> check(problems, chosen, option));
              if (update) {
                checkUpdate(problems, chosen);
              }
            });
  }

  private void check(Problems problems, ModelFamily chosen, String option) {
    Optional<String> value = shorthand(option);
    if (value.isEmpty()) {
      return;
    }
    String name = SHORTHANDS.get(option);
    Optional<Setting> setting = Settings.find(chosen, name);
    if (setting.isEmpty()) {
      problems.add(option + ": " + chosen + " has no setting " + name);
      return;
    }
    problems.check(setting.get().fine().test(value.get()), option, setting.get().allowed());
    problems.add(!set.containsKey(name), option + " and --set " + name + " are the same");
  }

  private void checkUpdate(Problems problems, ModelFamily chosen) {
    problems.add(chosen.canGoOn(), "--update: " + chosen + " cannot go on learning, svm can");
    problems.add(preprocess == null, "--preprocess: with --update it is the bundle's");
    for (String fixed : FIXED) {
      problems.add(
          !set.containsKey(fixed), "--set " + fixed + ": with --update it is the bundle's");
    }
  }

  /**
   * The recipe.
   *
   * @param before of the bundle that learning goes on from
   * @throws CommandFailure if that is of another family
   * @throws IllegalArgumentException if what it says of itself is impossible
   */
  Recipe recipe(Optional<Manifest> before) {
    ModelFamily chosen = chosen();
    Map<String, String> values = values();
    before.ifPresent(
        manifest -> {
          if (!manifest.family().equals(chosen.toString())) {
            throw new CommandFailure(
                "--update: %s is of the family %s, not %s"
                    .formatted(manifest.version(), manifest.family(), chosen));
          }
          for (String fixed : FIXED) {
            values.put(fixed, manifest.hyperparameters().getOrDefault(fixed, "missing"));
          }
        });
    return chosen.recipe(quick, values);
  }

  /** The values that the options give settings, by name. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>(set);
    SHORTHANDS.forEach(
        (option, setting) -> shorthand(option).ifPresent(value -> values.put(setting, value)));
    return values;
  }

  /** The family; empty if there is none of that name. */
  Optional<ModelFamily> family() {
    return Choices.of(family, ModelFamily.values());
  }

  /** Whether it is to be quick. */
  boolean quick() {
    return quick;
  }

  /** How images are scaled. */
  Scaling scaling() {
    return preprocess == null
        ? chosen().scaling()
        : Choices.of(preprocess, Scaling.values()).orElseThrow();
  }

  /** How many images are enough if it is to be quick. */
  OptionalInt quickImages() {
    return quick ? OptionalInt.of(chosen().quickImages()) : OptionalInt.empty();
  }

  /** Lines about every family and its settings. */
  static String[] help() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("Families and their settings, with defaults:");
    for (ModelFamily one : ModelFamily.values()) {
      lines.add("");
      lines.addAll(
          HelpLines.of(
              "  ", "%s: %s; --preprocess %s".formatted(one, one.description(), one.scaling())));
      one.settings().forEach(setting -> lines.addAll(HelpLines.of("    ", setting.help())));
    }
    return lines.toArray(String[]::new);
  }

  private ModelFamily chosen() {
    return family().orElseThrow();
  }

  private Optional<String> shorthand(String option) {
    Object value =
        switch (option) {
          case "--epochs" -> epochs;
          case "--batch" -> batch;
          case "--learning-rate" -> learningRate;
          default -> noAugment ? "false" : null;
        };
    return Optional.ofNullable(value).map(Object::toString);
  }

  /** In the order in which problems are told. */
  private static Map<String, String> shorthands() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("--epochs", "epochs");
    settings.put("--batch", "batch");
    settings.put("--learning-rate", "learningRate");
    settings.put("--no-augment", "augment");
    return settings;
  }
}
