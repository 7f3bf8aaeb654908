package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Problems;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.model.split.Parting;
import org.inkstream.trainer.bundling.Trained;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.family.ModelFamily;
import org.inkstream.trainer.fit.ClassWeights;
import org.inkstream.trainer.tune.Rung;
import org.inkstream.trainer.tune.Trial;
import org.inkstream.trainer.tune.TrialResult;
import org.inkstream.trainer.tune.Tuning;
import org.inkstream.trainer.tune.TuningPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tune}. */
@Command(
    name = "tune",
    description = {
      "Searches for a family's settings on the images for validation, and trains the best of them"
          + " on all images: a folder with a leaderboard and a bundle.",
      "A search that was cut off goes on where it was when it is started again with the same"
          + " options."
    })
final class TuneCommand implements Callable<Integer>, Checked {

  private static final String BUNDLE = "best.bundle";
  private static final String BOARD = "leaderboard.md";
  private static final int SHOWN = 10;

  private CommandSpec spec;

  @Mixin private DataFolder data;
  @Mixin private SampleOptions sample;
  @Mixin private ThreadsOption threads;
  @Mixin private FamilyOptions model;
  @Mixin private SearchOptions search;
  @Mixin private ClassWeightsOption classWeights;
  @Mixin private CoverageOption coverage;
  @Mixin private SigningOption signing;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "Folder for the trials' results, "
              + BOARD
              + " and "
              + BUNDLE
              + "; made if it is missing.")
  private Path out;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Override
  public void check(Problems problems) {
    model.check(problems, false);
    search.check(problems, model.family(), model.values());
    coverage.check(problems);
    sample.check(problems);
    threads.check(problems);
  }

  @Override
  public Integer call() {
    Optional<SigningKey> key = signing.key();
    ClassWeights weights = classWeights.read();
    threads.use();
    DataSet set = data.read();
    classWeights.check(weights, set.labels());
    TuningPlan plan = plan(set, weights);
    try (RunFolder folder = RunFolder.open("search", out, plan.identity(set))) {
      return TrainingRun.of(
          spec.commandLine().getErr(),
          data,
          "the same command goes on from here",
          (progress, stopped) -> tune(plan, set, folder, key, progress, stopped));
    }
  }

  private TuningPlan plan(DataSet set, ClassWeights weights) {
    ModelFamily family = model.family().orElseThrow();
    Map<String, String> fixed = model.values();
    TrainingPlan training =
        new TrainingPlan(
            family.recipe(model.quick(), fixed),
            model.scaling(),
            Parting.by(SampleOptions.usualRule(set)).withGroups(data.groups(set.count())),
            sample.trainImages(model.quickImages().orElse(Integer.MAX_VALUE)),
            sample.seed(),
            weights,
            coverage.of(Optional.empty()));
    return new TuningPlan(
        family,
        model.quick(),
        fixed,
        search.ranges(family, fixed),
        training,
        search.strategy(),
        search.trials(),
        search.eta(),
        search.goal());
  }

  private void tune(
      TuningPlan plan,
      DataSet set,
      RunFolder folder,
      Optional<SigningKey> key,
      ProgressPrinter progress,
      BooleanSupplier stopped) {
    Tuning tuning =
        new Tuning(
            plan, set, folder, new Told(progress), progress, stopped, InstantSource.system());
    List<TrialResult> board = tuning.search();
    String heading = "%s on %s".formatted(plan.family(), data.name());
    folder.write(BOARD, LeaderBoard.markdown(heading, board));
    TrialResult best = board.get(0);
    if (best.failed()) {
      throw new CommandFailure("no trial learnt anything; the best says: " + best.failure());
    }
    if (!json) {
      print(LeaderBoard.text(board, SHOWN));
    }
    progress.erase();
    tell("training with the settings of trial %d on all images", best.trial());
    Trained trained = tuning.train(best.values());
    TrainingRun.warn(spec, trained);
    Path bundle =
        folder.write(BUNDLE, SigningOption.signed(BundleFile.bytes(trained.bundle()), key));
    if (json) {
      Map<String, Object> result = TrainReport.entries(trained, bundle);
      result.put("settings", best.values());
      result.put("trials", LeaderBoard.json(board));
      print(Json.line(result));
    } else {
      print(
          "best       trial %d: %s%n%s"
              .formatted(
                  best.trial(), LeaderBoard.settings(best), TrainReport.text(trained, bundle)));
    }
  }

  /** Tells of trials on the error stream. */
  private final class Told implements Tuning.Listener {

    private final ProgressPrinter progress;

    Told(ProgressPrinter progress) {
      this.progress = progress;
    }

    @Override
    public void begins(Trial trial, Rung rung, int rounds) {
      progress.erase();
      tell(
          "round %d of %d, trial %d, %,d images: %s",
          rung.number(),
          rounds,
          trial.number(),
          rung.images(),
          LeaderBoard.settings(trial.values()));
    }

    @Override
    public void ended(TrialResult result) {
      progress.erase();
      if (result.failed()) {
        tell("  %s", result.failure());
      } else {
        tell(
            "  accuracy %.2f %%, cross-entropy %.4f, %.0f s",
            100 * result.accuracy(), result.crossEntropy(), result.seconds());
      }
    }
  }

  private void print(String text) {
    PrintWriter result = spec.commandLine().getOut();
    result.print(text);
    result.flush();
  }

  /** Progress, which needs no name of the program before it. */
  private void tell(String format, Object... values) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(Locale.ROOT, format + "%n", values);
    err.flush();
  }

  @Spec
  void explain(CommandSpec command) {
    this.spec = command;
    command.usageMessage().footer(SearchOptions.help());
  }
}
