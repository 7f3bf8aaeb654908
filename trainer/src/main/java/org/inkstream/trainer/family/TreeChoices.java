package org.inkstream.trainer.family;

import java.util.Locale;
import org.inkstream.trainer.tree.Criterion;
import org.inkstream.trainer.tree.TreeSettings;

/** Settings that trees and forests have in common. Pure functions. */
final class TreeChoices {

  private TreeChoices() {}

  static Setting criterion(String byDefault) {
    return Setting.choice("criterion", byDefault, "what makes a split good", "gini", "entropy");
  }

  static Setting depth() {
    return Setting.whole("depth", 60, 1, TreeSettings.DEEPEST, "most splits on a way down");
  }

  static Setting leaf(int byDefault) {
    return Setting.whole("leaf", byDefault, 1, 1 << 20, "fewest images in a leaf");
  }

  static Setting smoothing(double byDefault) {
    return Setting.number("smoothing", byDefault, 0, 100, "added to each class's count in a node");
  }

  static Setting shrinkage(double byDefault) {
    return Setting.number(
        "shrinkage", byDefault, 0, 1e6, "images that the node above a node counts as");
  }

  static TreeSettings treeSettings(Settings settings, int pixels) {
    return new TreeSettings(
        Criterion.valueOf(settings.text("criterion").toUpperCase(Locale.ROOT)),
        settings.whole("depth"),
        settings.whole("leaf"),
        pixels,
        settings.number("smoothing"),
        settings.number("shrinkage"));
  }
}
