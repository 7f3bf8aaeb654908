package org.inkstream.trainer.bundling;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.ModelCard;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.OutlierTest;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.trainer.evaluate.SetMeasures;

/**
 * Writes model cards, with the headings of Mitchell et al. 2019 ("Model Cards for Model Reporting")
 * of which the trainer knows something. What it cannot know, as whom a wrong answer harms, is left
 * to people and said to be.
 */
final class CardWriter {

  /** Of more classes the least recognised are shown. */
  private static final int MOST_CLASSES = 50;

  /** So that whatever a manifest holds, there is room for all headings. */
  private static final int MOST_SETTINGS = 100;

  private static final int LONGEST = 120;

  private final StringBuilder text = new StringBuilder();
  private final Manifest manifest;
  private final ReferenceProfile profile;

  private CardWriter(Manifest manifest, ReferenceProfile profile) {
    this.manifest = manifest;
    this.profile = profile;
  }

  /**
   * The card of a bundle.
   *
   * @param test measured on the test part; empty if it was not looked at, as when a profile is
   *     taken anew: then the card has what the manifest says
   */
  static ModelCard of(Manifest manifest, ReferenceProfile profile, Optional<Measures> test) {
    CardWriter writer = new CardWriter(manifest, profile);
    writer.details();
    writer.use();
    writer.factors();
    writer.metrics(test);
    writer.evaluationData();
    writer.trainingData();
    test.ifPresent(writer::classes);
    writer.caveats();
    writer.repeat();
    return ModelCard.showing(writer.text.toString());
  }

  private void details() {
    Preprocessing input = manifest.preprocessing();
    line("# Model card: %s", manifest.version());
    heading("Model details");
    item("Family: %s, %,d weights", value(manifest.family()), manifest.parameters());
    item("Made: %s", manifest.createdAt());
    item("Input: grey images of %d x %d pixels", input.width(), input.height());
    item("Preprocessing: %s", setting("preprocess"));
    item("Classes: %,d (%s)", manifest.labels().size(), labels());
    item("Calibration: temperature %.3f", manifest.temperature());
    for (String origin :
        List.of(
            "importedFrom",
            "digest.imported",
            "importedArchitecture",
            "digest.importedArchitecture",
            "importedBackend",
            "updates",
            "profiledFrom",
            "profileData")) {
      if (manifest.hyperparameters().containsKey(origin)) {
        item("%s: %s", origin, setting(origin));
      }
    }
    manifest.libraries().forEach((name, version) -> item("%s: %s", value(name), value(version)));
  }

  private void use() {
    heading("Intended use");
    item("To tell the classes above apart in single, centred characters or objects, one an image.");
    item("Answers that matter to somebody should not be acted on where the prediction set has");
    line("  several classes or the image is flagged as an outlier: send these to a person.");
    item("Not for images that hold several characters, none, or classes that are not listed.");
  }

  private void factors() {
    heading("Factors");
    item("What the images differ in (writers, pens, scanners) is not in the data, and nothing is");
    line(
        "  measured by it, unless groups were given to the split (groups: %s).", setting("groups"));
  }

  private void metrics(Optional<Measures> test) {
    heading("Metrics");
    line("On the test part, through the scorer that serves:");
    line("");
    Map<String, Double> metrics = manifest.metrics();
    metric("accuracy", metrics.get("accuracy"), "%.2f %%", 100);
    metric("cross-entropy in nats", metrics.get("crossEntropy"), "%.4f", 1);
    metric("Brier score", metrics.get("brier"), "%.4f", 1);
    metric("expected calibration error", metrics.get("ece"), "%.4f", 1);
    test.flatMap(Measures::sets).ifPresent(this::sets);
    test.map(Measures::outliers)
        .filter(share -> share.isPresent())
        .ifPresent(share -> item("flagged as outliers: %.2f %%", 100 * share.getAsDouble()));
    line("");
    line("Promised by conformal prediction, for images like those of the reference:");
    line("");
    item(
        "prediction sets: %s",
        profile
            .predictionSets()
            .map(PredictionSets::coverage)
            .map(share -> format("the true class is in %s %% of them", plain(100 * share)))
            .orElse("none"));
    item(
        "outliers: %s",
        profile
            .outlierTest()
            .map(OutlierTest::level)
            .map(share -> format("at most %s %% are flagged", plain(100 * share)))
            .orElse("not tested for"));
  }

  private void sets(SetMeasures sets) {
    item(
        "prediction sets: %.2f %% have the true class, %.3f classes each, %.2f %% have several",
        100 * sets.coverage(), sets.meanSize(), 100 * sets.ambiguous());
  }

  private void evaluationData() {
    heading("Evaluation data");
    item("Test part: SHA-256 %s", setting("digest.test"));
    item(
        "Reference of drift, prediction sets and outliers: %,d images, %.2f %% of them right,"
            + " SHA-256 %s",
        profile.events(), 100 * profile.accuracy(), setting("digest.profile"));
    item("None of these was learnt from, nor used to choose or calibrate.");
  }

  private void trainingData() {
    heading("Training data");
    item(
        "Learnt from: %s images, SHA-256 %s", setting("trainImages"), value(manifest.dataDigest()));
    item(
        "For early stopping and calibration: %s images, SHA-256 %s",
        setting("validationImages"), setting("digest.validation"));
    item("Split: %s, fold: %s", setting("split"), setting("fold"));
    item("Class weights: %s", setting("classWeights"));
  }

  private void classes(Measures test) {
    heading("Quantitative analyses");
    List<ClassMeasures> all = ClassMeasures.of(test.evaluation().confusion());
    int[] order =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(
                Comparator.comparingDouble(
                    c -> all.size() <= MOST_CLASSES ? 0 : recall(all.get(c))))
            .mapToInt(Integer::intValue)
            .limit(MOST_CLASSES)
            .toArray();
    line(
        "Test images by class%s:",
        order.length < all.size()
            ? format(", the %d least recognised of %,d", order.length, all.size())
            : "");
    line("");
    line("| class | images | recall | precision |");
    line("| --- | ---: | ---: | ---: |");
    for (int c : order) {
      ClassMeasures one = all.get(c);
      line(
          "| %s | %,d | %s | %s |",
          value(manifest.labels().get(c)),
          one.images(),
          percent(one.recall()),
          percent(one.precision()));
    }
  }

  private void caveats() {
    heading("Caveats and recommendations");
    item(
        "The figures hold for images like those of the test part. Watch the drift reports, and take");
    line("  the reference anew (`./inkstream profile`) if a deployment's images are others.");
    item("Probabilities were calibrated on the validation part; off it, a model can be sure and");
    line("  wrong.");
    item("Ethical considerations: nobody's data but the pixels and labels above went in; what a");
    line("  wrong answer does to whom is for those to say who use it.");
  }

  private void repeat() {
    heading("How to repeat it");
    line("Settings, with seed %d:", manifest.seed());
    line("");
    manifest.hyperparameters().entrySet().stream()
        .limit(MOST_SETTINGS)
        .forEach(entry -> item("%s: %s", value(entry.getKey()), value(entry.getValue())));
    RepeatCommand.of(manifest)
        .ifPresent(
            command -> {
              line("");
              line("With the same data (see the digests) as DATA and FILE:");
              line("");
              line("    %s", command);
            });
  }

  private String setting(String name) {
    return Optional.ofNullable(manifest.hyperparameters().get(name)).map(this::value).orElse("-");
  }

  private String labels() {
    String all = String.join(", ", manifest.labels().stream().limit(MOST_CLASSES).toList());
    return value(manifest.labels().size() > MOST_CLASSES ? all + ", ..." : all);
  }

  /** A text of the manifest, which anybody may have written: short, on one line, without markup. */
  private String value(String given) {
    String line = given.strip().replaceAll("\\s+", " ");
    String bounded =
        line.codePointCount(0, line.length()) <= LONGEST
            ? line
            : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "...";
    return bounded.replaceAll("[\\\\`*_{}\\[\\]<>#|!]", "\\\\$0");
  }

  private void metric(String name, Double value, String format, double scale) {
    item("%s: %s", name, value == null ? "not known" : format(format, scale * value));
  }

  /** Classes without images come last. */
  private static double recall(ClassMeasures one) {
    return one.recall() == null ? 2 : one.recall();
  }

  private static String percent(Double share) {
    return share == null ? "-" : format("%.2f %%", 100 * share);
  }

  /** 99.9 and not 99.90000000000001. */
  private static String plain(double number) {
    return String.valueOf((float) number);
  }

  private void heading(String words) {
    line("");
    line("## %s", words);
    line("");
  }

  private void item(String format, Object... values) {
    line("- " + format, values);
  }

  private void line(String format, Object... values) {
    text.append(format(format, values)).append('\n');
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
