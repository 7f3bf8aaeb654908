package org.inkstream.trainer.bundling;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.family.Setting;

/** The command line that makes a version again, as far as its manifest tells. */
final class RepeatCommand {

  /** What any shell takes for one word; other values are left out. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9.,_/+-]{1,100}");

  private RepeatCommand() {}

  /** The command; empty for what {@code train} cannot make. */
  static Optional<String> of(Manifest manifest) {
    Map<String, String> settings = manifest.hyperparameters();
    if (settings.containsKey("updates") || settings.containsKey("profiledFrom")) {
      // It takes another bundle, too.
      return Optional.empty();
    }
    return Arrays.stream(ModelFamily.values())
        .filter(family -> family.toString().equals(manifest.family()))
        .findFirst()
        .map(family -> of(manifest, family));
  }

  private static String of(Manifest manifest, ModelFamily family) {
    StringBuilder command = new StringBuilder("./inkstream train --data DATA --out FILE");
    command.append(" --model ").append(family).append(" --seed ").append(manifest.seed());
    option(command, manifest, "--split ", "split");
    option(command, manifest, "--fold ", "fold");
    option(command, manifest, "--preprocess ", "preprocess");
    option(command, manifest, "--train-images ", "trainImages");
    option(command, manifest, "--coverage ", "coverage");
    for (Setting setting : family.settings()) {
      option(command, manifest, "--set " + setting.name() + "=", setting.name());
    }
    return command.toString();
  }

  private static void option(
      StringBuilder command, Manifest manifest, String option, String setting) {
    Optional.ofNullable(manifest.hyperparameters().get(setting))
        .filter(value -> WORD.matcher(value).matches())
        .ifPresent(value -> command.append(' ').append(option).append(value));
  }
}
