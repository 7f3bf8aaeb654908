package org.inkstream.trainer.family;

import java.util.List;
import org.inkstream.trainer.network.Hyperparameters;

/** Settings that all networks have in common. Pure functions. */
final class NetworkChoices {

  private NetworkChoices() {}

  /** What can be set, the sizes of hidden layers aside. */
  static List<Setting> settings(Hyperparameters defaults) {
    return List.of(
        Setting.whole("epochs", defaults.epochs(), 1, 100_000, "most passes over the images"),
        // Above, a step needs more native memory than the launcher allows, and learns no
        // faster.
        Setting.whole("batch", defaults.batch(), 1, 1024, "images in one step"),
        Setting.number(
            "learningRate", defaults.learningRate(), 1e-9, 1e38, "the highest of the schedule"),
        Setting.number(
            "warmUp", defaults.warmUp(), 0.001, 0.999, "share of the steps in which it rises"),
        Setting.share("dropout", defaults.dropout(), "share of the output layer's inputs left out"),
        Setting.share(
            "averaging", defaults.averaging(), "decay of the running mean of the weights"),
        Setting.number("l2", defaults.l2(), 0, 1e6, "penalty on squared weights"),
        Setting.flag("augment", defaults.augment(), "change images a little each time"),
        Setting.flag(
            "mirror", defaults.mirror(), "mirror half of the images; for things, not letters"),
        Setting.whole(
            "patience",
            defaults.patience(),
            1,
            100_000,
            "epochs without improvement to stop after"));
  }

  static List<SearchRange> ranges(Hyperparameters defaults) {
    double rate = defaults.learningRate();
    return List.of(
        SearchRange.numbers("learningRate", rate / 8, rate * 8),
        SearchRange.whole("batch", 16, 256),
        SearchRange.numbers("dropout", 0, 0.6),
        SearchRange.numbers("l2", 1e-6, 1e-3));
  }

  static Hyperparameters hyperparameters(Settings settings) {
    return new Hyperparameters(
        settings.whole("epochs"),
        settings.whole("batch"),
        settings.number("learningRate"),
        settings.number("warmUp"),
        settings.number("dropout"),
        settings.number("averaging"),
        settings.number("l2"),
        settings.flag("augment"),
        settings.flag("mirror"),
        settings.whole("patience"));
  }
}
