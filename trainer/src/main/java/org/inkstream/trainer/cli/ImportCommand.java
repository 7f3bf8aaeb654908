package org.inkstream.trainer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Problems;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.model.split.Parting;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.bundling.Trained;
import org.inkstream.trainer.bundling.Trainer;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.bundling.UnsuitableDataException;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.fit.ClassWeights;
import org.inkstream.trainer.imported.ImportedNetwork;
import org.inkstream.trainer.imported.ImportedRecipe;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}. */
@Command(
    name = "import",
    description = {
      "Makes a bundle of a network that was trained elsewhere: calibrated, profiled, measured, and"
          + " with golden rows, from labelled images that it has not learnt from. FILE is what"
          + " Keras 1, 2 or 3 saved (.h5, .keras), or what PyTorch or another exported as ONNX"
          + " (.onnx).",
      "The network must be a chain of layers that ends in probabilities, or in scores, which get a"
          + " softmax; docs/models.md lists the layers. What cannot be imported is refused with the"
          + " layer's name."
    })
final class ImportCommand implements Callable<Integer>, Checked {

  /** Times what guessing gives, if classes are about as frequent. */
  private static final double HARDLY_MORE_THAN_CHANCE = 2;

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;

  @Mixin private BundleTarget target;
  @Mixin private SigningOption signing;
  @Mixin private CoverageOption coverage;
  @Mixin private ExpectOption expect;
  @Mixin private KerasOptions keras;

  @Parameters(paramLabel = "FILE", description = "The network, as .h5, .keras or .onnx.")
  private Path file;

  @Option(
      names = "--preprocess",
      paramLabel = "HOW",
      required = true,
      description =
          "How grey values became numbers when the network was trained: none, scale, centre,"
              + " mean-image or standardise, as train has them. The last two are taken from the"
              + " training part of --data.")
  private String preprocess;

  @Option(
      names = "--labels",
      paramLabel = "NAME,...|FILE",
      description =
          "Names of the outputs in their order, with commas between; or, if there is no comma, a"
              + " text file with one a line. Default: the labels of the images, in their order.")
  private String labels;

  @Option(
      names = "--part",
      paramLabel = "train|test",
      description =
          "Which part of the data set has not been learnt from. Default: test, or all images of a"
              + " data set without parts.")
  private String part;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the parting of the images. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Override
  public void check(Problems problems) {
    if (preprocess != null) {
      Choices.check(problems, "--preprocess", preprocess, Scaling.values());
    }
    problems.check(
        part == null || part.equals("train") || part.equals("test"), "--part", "train or test");
    coverage.check(problems);
  }

  @Override
  public Integer call() {
    target.check();
    Optional<SigningKey> key = signing.key();
    ForeignFile foreign = ForeignFile.of(file, keras);
    ImportedNetwork network = foreign.read();
    network.remarks().forEach(remark -> Notice.tell(spec, "%s", remark));
    Part chosen = part();
    Scaling scaling = Choices.of(preprocess, Scaling.values()).orElseThrow();
    ImportedRecipe recipe =
        new ImportedRecipe(foreign.family(), network.network(), settings(chosen));
    try {
      DataSet heldOut = images(chosen, recipe);
      Optional<ImageSet> learnt = learnt(scaling, chosen, heldOut.labels());
      ImageSet images = heldOut.train();
      recipe.check(images.width(), images.height(), heldOut.labels().size());
      expect
          .compare(network.network(), new ImageEncoder(scaling.of(learnt.orElse(images))), heldOut)
          .ifPresent(count -> Notice.tell(spec, "%,d expected answers agree", count));
      TrainingPlan plan =
          new TrainingPlan(
              recipe,
              scaling,
              Parting.by(SplitRule.STRATIFIED).withGroups(data.groups(images.count())),
              Integer.MAX_VALUE,
              seed,
              ClassWeights.NONE,
              coverage.of(Optional.empty()));
      PrintWriter err = spec.commandLine().getErr();
      ProgressPrinter progress =
          new ProgressPrinter(err, ProgressPrinter.onTerminal(), System::nanoTime);
      Trained trained =
          new Trainer(InstantSource.system(), progress, () -> false).adopt(plan, heldOut, learnt);
      TrainingRun.warn(spec, trained);
      warnOfChance(trained.test().accuracy(), heldOut.labels().size());
      target.write(trained.bundle(), key);
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          json
              ? TrainReport.json(trained, target.file())
              : TrainReport.text(trained, target.file()));
      out.flush();
      return 0;
    } catch (UnsuitableDataException e) {
      throw data.unsuitable(e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("%s does not fit: %s".formatted(file, e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be imported: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new CommandFailure("not enough memory (" + e.getMessage() + ")", e);
    }
  }

  private void warnOfChance(double accuracy, int classes) {
    if (accuracy < HARDLY_MORE_THAN_CHANCE / classes) {
      Notice.tell(
          spec,
          "%.1f %% right of %d classes is hardly more than chance; --data, --labels, --preprocess or"
              + " --keras-backend may be others than those that it was trained with",
          100 * accuracy,
          classes);
    }
  }

  private Part part() {
    if (part == null) {
      return data.parts().contains(Part.TEST) ? Part.TEST : Part.TRAIN;
    }
    return part.equals("train") ? Part.TRAIN : Part.TEST;
  }

  /** One part as a set that is not parted. */
  private DataSet images(Part chosen, ImportedRecipe recipe) {
    LabelledImages found = data.read(chosen);
    if (labels == null) {
      return new DataSet(found.labels(), found.images(), Optional.empty());
    }
    List<String> names =
        labels.contains(",")
            ? List.of(labels.split(",", -1))
            : TextLines.read("--labels", Path.of(labels));
    if (names.size() < 2 || names.contains("") || new HashSet<>(names).size() < names.size()) {
      throw new CommandFailure("--labels: at least two are needed, none empty and none twice");
    }
    int outputs = recipe.outputs(found.images().width(), found.images().height());
    if (names.size() != outputs) {
      throw new CommandFailure(
          "--labels: %d names, but the network has %d outputs".formatted(names.size(), outputs));
    }
    return new DataSet(names, DataFolder.as(found, names, "--labels"), Optional.empty());
  }

  private Optional<ImageSet> learnt(Scaling scaling, Part chosen, List<String> names) {
    if (!scaling.learnsFromImages()) {
      return Optional.empty();
    }
    if (chosen == Part.TRAIN || !data.parts().contains(Part.TRAIN)) {
      throw new CommandFailure(
          "--preprocess "
              + scaling
              + " needs the images that the network has learnt from, as the training part of a"
              + " --data with a test part");
    }
    return Optional.of(data.read(Part.TRAIN, names));
  }

  private Map<String, String> settings(Part chosen) {
    Map<String, String> settings = new TreeMap<>(keras.settings());
    settings.put("importedFrom", file.toAbsolutePath().getFileName().toString());
    settings.put("digest.imported", KerasOptions.digest(file));
    settings.put("importedWith", data.name() + ":" + chosen.word());
    return settings;
  }
}
