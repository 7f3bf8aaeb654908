package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.bundling.HeldOut;
import org.inkstream.trainer.bundling.Measures;
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
      "Measures a bundle on the test images of a data set, through the scorer that serves. Of a"
          + " data set without a test part those that the training held out are used, or all if it"
          + " is not the one of the training.",
      "Prints accuracy, cross-entropy, calibration, how often the prediction sets have the true"
          + " class, how many images are flagged as outliers, and the confusion matrix."
    })
final class EvaluateCommand implements Callable<Integer> {

  private static final int SCORED_AT_ONCE = 256;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "BUNDLE", description = "The bundle file.")
  private Path source;

  @Mixin private DataFolder data;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    byte[] bytes = BundleSource.read(source);
    try (LoadedModel model = BundleSource.load(bytes, source, SCORED_AT_ONCE);
        Scorer scorer = model.newScorer(SCORED_AT_ONCE)) {
      ImageSet test = images(model.manifest(), bytes);
      Measures measures = Measures.of(model, scorer, test);
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          json ? EvaluationReport.json(model, measures) : EvaluationReport.text(model, measures));
      out.flush();
    }
    return 0;
  }

  /**
   * The test part; what the training held out of a set that is not parted, or whose parts it mixed;
   * or all there is.
   */
  private ImageSet images(Manifest manifest, byte[] bytes) {
    List<String> labels = manifest.labels();
    boolean parted = data.parts().contains(Part.TEST);
    if (parted && !HeldOut.mixesParts(manifest)) {
      return data.read(Part.TEST, labels);
    }
    Optional<DataSet> whole = data.whole(labels);
    if (whole.isPresent()) {
      DataSet set = whole.get();
      int[] groups = data.groups(set.count());
      Optional<ImageSet> heldOut = HeldOut.test(manifest, set, groups);
      if (heldOut.isPresent()) {
        return heldOut.get();
      }
      if (HeldOut.lacksGroups(BundleSource.parts(bytes, source), set, groups)) {
        Notice.tell(
            spec,
            "the model was trained on this data set with groups kept together, and without the same"
                + " --groups nobody can tell what it has learnt from; measuring on %s",
            parted ? "the test part" : "all of it");
        return data.read(parted ? Part.TEST : Part.TRAIN, labels);
      }
    }
    if (parted) {
      return data.read(Part.TEST, labels);
    }
    Notice.tell(spec, "the data has no test part; measuring on all of it");
    return data.read(Part.TRAIN, labels);
  }
}
