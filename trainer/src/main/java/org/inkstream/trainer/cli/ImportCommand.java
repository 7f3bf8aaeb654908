package org.inkstream.trainer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Problems;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.model.split.Parting;
import org.inkstream.model.split.SplitRule;
import org.inkstream.trainer.bundling.ReferenceImages;
import org.inkstream.trainer.bundling.Trained;
import org.inkstream.trainer.bundling.Trainer;
import org.inkstream.trainer.bundling.TrainingPlan;
import org.inkstream.trainer.bundling.UnsuitableDataException;
import org.inkstream.trainer.evaluate.Expectations;
import org.inkstream.trainer.family.Scaling;
import org.inkstream.trainer.fit.ClassWeights;
import org.inkstream.trainer.keras.ImportedRecipe;
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
      "Makes a bundle of a network that Keras 1, 2 or 3 saved as HDF5 (.h5): calibrated, profiled,"
          + " measured, and with golden rows, from labelled images that it has not learnt from.",
      "The network must be a chain of layers that ends in a Dense layer with a softmax;"
          + " docs/models.md lists the layers. What cannot be imported is refused with the layer's"
          + " name."
    })
final class ImportCommand implements Callable<Integer>, Checked {

  private static final long MOST_EXPECTED_BYTES = 64L << 20;

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;
  @Mixin private BundleTarget target;
  @Mixin private SigningOption signing;
  @Mixin private CoverageOption coverage;

  @Parameters(paramLabel = "FILE", description = "The network, as Keras's model.save wrote it.")
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
      names = "--expect",
      paramLabel = "FILE",
      description =
          "CSV of what the network is known to answer: in each row the number of an image of the"
              + " part (from 0), or its pixels (0 to 255), and a probability for each output. The"
              + " first row that differs is told, and no bundle is written.")
  private Path expect;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "0.0001",
      description = "By how much a probability may differ. Default: ${DEFAULT-VALUE}.")
  private double tolerance;

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
    problems.check(tolerance >= 0 && tolerance < 1, "--tolerance", "0 or more and below 1");
  }

  @Override
  public Integer call() {
    target.check();
    Optional<SigningKey> key = signing.key();
    byte[] network = KerasFile.read(file);
    Part chosen = part();
    DataSet heldOut = images(chosen);
    Scaling scaling = Choices.of(preprocess, Scaling.values()).orElseThrow();
    Optional<ImageSet> learnt = learnt(scaling, chosen, heldOut.labels());
    ImportedRecipe recipe = new ImportedRecipe(network, settings(chosen));
    ImageSet images = heldOut.train();
    try {
      recipe.check(images.width(), images.height(), heldOut.labels().size());
      if (expect != null) {
        compare(network, new ImageEncoder(scaling.of(learnt.orElse(images))), heldOut);
      }
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
      ReferenceImages.warning(trained.bundle().profile().events())
          .ifPresent(words -> tell("%s", words));
      target.write(trained.bundle(), key);
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          json
              ? TrainReport.json(trained, target.file())
              : TrainReport.text(trained, target.file()));
      out.flush();
      return 0;
    } catch (UnsuitableDataException e) {
      throw new CommandFailure("--data: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("%s does not fit: %s".formatted(file, e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw new CommandFailure("not enough memory (" + e.getMessage() + ")", e);
    }
  }

  private Part part() {
    if (part == null) {
      return data.parts().contains(Part.TEST) ? Part.TEST : Part.TRAIN;
    }
    return part.equals("train") ? Part.TRAIN : Part.TEST;
  }

  /** One part as a set that is not parted. */
  private DataSet images(Part chosen) {
    if (labels == null) {
      LabelledImages found = data.read(chosen);
      return new DataSet(found.labels(), found.images(), Optional.empty());
    }
    List<String> names =
        labels.contains(",") ? List.of(labels.split(",", -1)) : lines("--labels", Path.of(labels));
    if (names.size() < 2 || names.contains("") || new HashSet<>(names).size() < names.size()) {
      throw new CommandFailure("--labels: at least two are needed, none empty and none twice");
    }
    return new DataSet(names, data.read(chosen, names), Optional.empty());
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

  private void compare(byte[] network, ImageEncoder encoder, DataSet heldOut) {
    ImageSet images = heldOut.train();
    Expectations expected;
    try {
      expected = Expectations.parse(lines("--expect", expect), images, heldOut.labels().size());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--expect: " + e.getMessage(), e);
    }
    try (Network loaded = Networks.load(network, images.width(), images.height());
        Scorer scorer = loaded.newScorer(1)) {
      expected
          .firstDifference(scorer, encoder, images.width(), tolerance)
          .ifPresent(
              difference -> {
                throw new CommandFailure(
                    "--expect: " + difference + "; --preprocess may be another, or the file");
              });
    } catch (IOException e) {
      throw new CommandFailure(file + " cannot be imported: " + e.getMessage(), e);
    }
    tell("%,d expected answers agree", expected.count());
  }

  private static List<String> lines(String option, Path text) {
    try {
      if (Files.size(text) > MOST_EXPECTED_BYTES) {
        throw new CommandFailure(option + ": " + text + " is larger than 64 MiB");
      }
      return Files.readAllLines(text);
    } catch (MalformedInputException e) {
      throw new CommandFailure(option + ": " + text + " is not UTF-8", e);
    } catch (IOException e) {
      throw new CommandFailure(option + ": " + Failures.describe(e), e);
    }
  }

  private Map<String, String> settings(Part chosen) {
    try {
      return Map.of(
          "importedFrom",
          file.toAbsolutePath().getFileName().toString(),
          "digest.imported",
          Sha256.of(Files.readAllBytes(file)),
          "importedWith",
          data.name() + ":" + chosen.word());
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + file + ": " + Failures.describe(e), e);
    }
  }

  private void tell(String format, Object... values) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("inkstream: " + String.format(Locale.ROOT, format, values));
    err.flush();
  }
}
