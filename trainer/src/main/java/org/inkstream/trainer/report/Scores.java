package org.inkstream.trainer.report;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import org.inkstream.trainer.compare.Compared;
import org.inkstream.trainer.compare.FamilyResult;
import org.inkstream.trainer.compare.Significance;
import org.inkstream.trainer.compare.Tested;
import org.inkstream.trainer.evaluate.Evaluation;

/** How often families are right, how sure that is, and what they cost. */
final class Scores {

  private static final double SIGNIFICANT = 0.05;

  private Scores() {}

  static Table summary(Compared compared) {
    List<List<String>> rows = new ArrayList<>();
    for (FamilyResult family : compared.families()) {
      Evaluation served = family.calibrated();
      rows.add(
          List.of(
              family.name(),
              Figures.percent(served.accuracy()),
              Figures.interval(family.lower(), family.upper()),
              Figures.decimal(served.crossEntropy(), 4),
              Figures.percent(family.raw().ece()),
              Figures.percent(served.ece()),
              Figures.duration(family.mean(one -> one.cost().trainSeconds())),
              Figures.megabytes(family.mean(one -> one.cost().bundleBytes())),
              Figures.count(family.mean(one -> one.cost().imagesPerSecond())),
              Figures.megabytes(family.mean(one -> one.cost().memoryBytes()))));
    }
    return new Table(
        List.of(
            "family",
            "accuracy",
            "95 % interval",
            "cross-entropy, nats",
            "calibration error before",
            "after",
            "trained in",
            "bundle",
            "images/s",
            "memory"),
        rows);
  }

  static DomContent section(Compared compared) {
    List<String> names = compared.families().stream().map(FamilyResult::name).toList();
    // No error at all has no place on a logarithmic axis: half an image's share stands for it.
    double least = 50.0 / compared.images();
    List<double[]> errors =
        compared.families().stream()
            .map(
                family ->
                    new double[] {
                      Math.max(least, 100 * (1 - family.upper())),
                      Math.max(least, 100 * (1 - family.calibrated().accuracy())),
                      Math.max(least, 100 * (1 - family.lower()))
                    })
            .toList();
    return Parts.section(
        "scores",
        "How good, and at what cost",
        "All families were tested with the same images. The chart shows what the accuracy leaves of"
            + " 100 %, because where families are nearly always right that tells them apart. The interval has the true accuracy in 95 of"
            + " 100 cases (Clopper and Pearson), as far as the test images go: another training"
            + " would give another model. Cross-entropy is after calibration. Times are"
            + " of this machine with whatever else it did: trained in, from the images to the tested"
            + " bundle; images/s, one thread that encodes and scores batches of 128. Memory is what"
            + " the loaded model and one scorer hold. With folds these are means.",
        Parts.chart(
            "errors",
            "Error rate of each family with its interval",
            Charts.intervals("wrong answers, % (logarithmic)", names, errors)),
        summary(compared).html());
  }

  static DomContent calibration(Compared compared) {
    List<FamilyResult> families = compared.families();
    List<List<String>> rows = new ArrayList<>();
    for (FamilyResult family : families) {
      rows.add(
          List.of(
              family.name(),
              Figures.decimal(family.mean(Tested::temperature), 3),
              Figures.percent(family.raw().ece()),
              Figures.percent(family.calibrated().ece()),
              Figures.decimal(family.raw().crossEntropy(), 4),
              Figures.decimal(family.calibrated().crossEntropy(), 4)));
    }
    return Parts.section(
        "calibration",
        "Whether they know how sure they may be",
        "The calibration error is by how much confidence and accuracy differ, over 15 bins of"
            + " confidence. One number, the temperature, is fitted on validation images: above 1 it"
            + " makes a model less sure of itself, below 1 surer. It changes no answer.",
        Parts.chart(
            "calibrated",
            "Calibration error of each family before and after temperature scaling",
            Charts.bars(
                "calibration error, %",
                families.stream().map(FamilyResult::name).toList(),
                List.of("before", "after temperature"),
                List.of(
                    families.stream().map(family -> 100 * family.raw().ece()).toList(),
                    families.stream().map(family -> 100 * family.calibrated().ece()).toList()))),
        new Table(
                List.of(
                    "family",
                    "temperature",
                    "calibration error before",
                    "after",
                    "cross-entropy before, nats",
                    "after"),
                rows)
            .html());
  }

  static Table pairs(Compared compared) {
    List<List<String>> rows = new ArrayList<>();
    for (Significance.Pair pair : compared.pairs()) {
      String first = compared.families().get(pair.first()).name();
      String second = compared.families().get(pair.second()).name();
      String better = pair.firstOnly() > pair.secondOnly() ? first : second;
      rows.add(
          List.of(
              first + " and " + second,
              Figures.count(pair.firstOnly()),
              Figures.count(pair.secondOnly()),
              Figures.chance(pair.p()),
              Figures.chance(pair.adjusted()),
              pair.adjusted() < SIGNIFICANT ? better + " is better" : "not told apart"));
    }
    return new Table(
        List.of("pair", "first alone right", "second alone right", "p", "p, Holm", "at 5 %"), rows);
  }

  static DomContent significance(Compared compared) {
    return Parts.section(
        "significance",
        "Whether the differences are more than chance",
        "McNemar's exact test looks at the images that one of two families alone has right. p is the"
            + " chance of so uneven a split if both were equally good; Holm's correction allows for"
            + " the number of pairs. It is about these models and test images"
            + (compared.folds() > 1
                ? "; the models of different folds share training images, which makes p somewhat too"
                    + " small."
                : "."),
        pairs(compared).html());
  }
}
