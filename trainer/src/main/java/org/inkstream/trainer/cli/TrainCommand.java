package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Problems;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.model.split.Fold;
import org.inkstream.model.split.Parting;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.bundling.Trained;
import org.inkstream.trainer.bundling.Trainer;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.fit.ClassWeights;
import org.inkstream.trainer.fit.Recipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code train}. */
@Command(
    name = "train",
    description = {
      "Trains a model, measures it on the test images, and writes a bundle.",
      "The same seed, data and options give the same weights, bit by bit, on one machine with one"
          + " number of threads."
    })
final class TrainCommand implements Callable<Integer>, Checked {

  private CommandSpec spec;

  @Mixin private DataFolder data;
  @Mixin private SampleOptions sample;
  @Mixin private ThreadsOption threads;
  @Mixin private FamilyOptions model;
  @Mixin private BundleTarget target;
  @Mixin private SigningOption signing;

  @Option(
      names = "--update",
      paramLabel = "BUNDLE",
      description =
          "Go on learning from this bundle's model, on the images of --data, with its"
              + " preprocessing (svm only).")
  private Path update;

  @Option(
      names = "--split",
      paramLabel = "RULE",
      description =
          "official: the published test images are the test part. shuffled: all images are merged"
              + " and shuffled first, so that every part has one distribution. stratified: the"
              + " same, and every part has its share of each class. Default: official, or"
              + " stratified for data without a test part.")
  private String rule;

  @Option(
      names = "--fold",
      paramLabel = "I/K",
      description =
          "Test on fold I of K, and learn from the others: folds of the published training images,"
              + " or of all with --split stratified. The --seed must be the same for all folds.")
  private String fold;

  @Mixin private ClassWeightsOption classWeights;
  @Mixin private CoverageOption coverage;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Override
  public void check(Problems problems) {
    model.check(problems, update != null);
    if (rule != null) {
      Choices.check(problems, "--split", rule, SplitRule.values());
    }
    problems.check(
        fold == null || isFold(fold), "--fold", "I/K with I from 1 to K and K of 2 or more");
    boolean shuffled = SplitRule.SHUFFLED.toString().equals(rule);
    problems.add(fold == null || !shuffled, "--fold needs --split official or stratified");
    problems.add(!data.hasGroups() || !shuffled, "--groups needs --split official or stratified");
    sample.check(problems);
    threads.check(problems);
    coverage.check(problems);
  }

  @Override
  public Integer call() {
    target.check();
    Optional<Bundle> before = Optional.ofNullable(update).map(TrainCommand::gated);
    Recipe recipe = recipe(before);
    Optional<SigningKey> key = signing.key();
    ClassWeights weights = classWeights.read();
    threads.use();
    DataSet set = data.read();
    classWeights.check(
        weights, before.map(bundle -> bundle.manifest().labels()).orElse(set.labels()));
    TrainingPlan plan = plan(recipe, set, weights, coverage.of(before));
    return TrainingRun.of(
        spec.commandLine().getErr(),
        data,
        "no bundle was written",
        (progress, stopped) -> {
          Trained trained =
              new Trainer(InstantSource.system(), progress, stopped).train(plan, before, set);
          TrainingRun.warn(spec, trained);
          target.write(trained.bundle(), key);
          PrintWriter result = spec.commandLine().getOut();
          result.print(
              json
                  ? TrainReport.json(trained, target.file())
                  : TrainReport.text(trained, target.file()));
          result.flush();
        });
  }

  private Parting parting(DataSet set) {
    SplitRule chosen =
        rule == null
            ? SampleOptions.usualRule(set)
            : Choices.of(rule, SplitRule.values()).orElseThrow();
    Parting parting = Parting.by(chosen).withGroups(data.groups(set.count()));
    return fold == null ? parting : parting.withFold(Fold.parse(fold));
  }

  private static boolean isFold(String text) {
    try {
      return Fold.parse(text).count() > 1;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What anybody may have written is learnt from only if it might be served. */
  private static Bundle gated(Path file) {
    byte[] bytes = BundleSource.read(file);
    BundleSource.load(bytes, file, 1).close();
    return BundleSource.parts(bytes, file);
  }

  private Recipe recipe(Optional<Bundle> before) {
    try {
      Recipe recipe = model.recipe(before.map(Bundle::manifest));
      before.ifPresent(bundle -> recipe.checkBefore(bundle.network()));
      return recipe;
    } catch (IllegalArgumentException e) {
      // The options were looked at: what is wrong now is what the bundle says.
      throw new CommandFailure("--update: " + update + ": " + e.getMessage(), e);
    }
  }

  private TrainingPlan plan(Recipe recipe, DataSet set, ClassWeights weights, double promised) {
    return new TrainingPlan(
        recipe,
        model.scaling(),
        parting(set),
        sample.trainImages(model.quickImages().orElse(Integer.MAX_VALUE)),
        sample.seed(),
        weights,
        promised);
  }

  @Spec
  void explain(CommandSpec command) {
    this.spec = command;
    command.usageMessage().footer(FamilyOptions.help());
  }
}
