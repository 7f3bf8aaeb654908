package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.evaluate.Evaluation;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.evaluate.Scoring;
import org.inkstream.trainer.evaluate.SetMeasures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Measures a bundle on the test images of a data set, through the scorer that serves.",
      "Prints accuracy, cross-entropy, calibration, how often the prediction sets have the true"
          + " class, and the confusion matrix."
    })
final class EvaluateCommand implements Callable<Integer> {

  private static final int SCORED_AT_ONCE = 256;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BUNDLE", description = "The bundle file.")
  private Path bundle;

  @Mixin private DataFolder data;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    byte[] bytes = BundleSource.read(bundle);
    try (LoadedModel model = BundleSource.load(bytes, bundle, SCORED_AT_ONCE);
        Scorer scorer = model.newScorer(SCORED_AT_ONCE)) {
      ImageSet test = data.read(Part.TEST, scorer.classes());
      Predictions predictions = Scoring.score(scorer, model.encoder(), test);
      Evaluation evaluation = Evaluation.of(predictions);
      Optional<SetMeasures> sets =
          model.profile().predictionSets().map(each -> SetMeasures.of(predictions, each));
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          json
              ? EvaluationReport.json(model, evaluation, sets)
              : EvaluationReport.text(model, evaluation, sets));
      out.flush();
    }
    return 0;
  }
}
