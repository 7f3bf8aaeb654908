package org.inkstream.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Problems;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.trainer.bundling.HeldOut;
import org.inkstream.trainer.bundling.ReferenceImages;
import org.inkstream.trainer.bundling.Reprofiled;
import org.inkstream.trainer.bundling.Reprofiler;
import org.inkstream.trainer.bundling.UnsuitableDataException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code profile}. */
@Command(
    name = "profile",
    description = {
      "Takes the reference that drift is measured against anew, from images of your own, and writes"
          + " a new bundle with it.",
      "Use it when a deployment's normal images are unlike those the network was trained on (other"
          + " writers, another scanner), so that drift is reported though nothing has changed. Give"
          + " it labelled images of normal days, which nobody has trained on. Network and"
          + " calibration stay as they are: if the accuracy it prints is too low, train anew"
          + " instead.",
      "The new bundle is a version of its own, to be published and promoted like any other."
          + " Signatures of the one before do not hold for it: it is signed if --sign-key is given."
    })
final class ProfileCommand implements Callable<Integer>, Checked {

  private static final int SCORED_AT_ONCE = 256;

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;
  @Mixin private BundleTarget target;
  @Mixin private SigningOption signing;
  @Mixin private CoverageOption coverage;

  @Parameters(paramLabel = "BUNDLE", description = "The bundle file; it is not changed.")
  private Path source;

  private Part part;
  private int limit = ReferenceImages.USUAL;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the choice, if there are more images. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Option(
      names = "--part",
      paramLabel = "train|test",
      description =
          "Which part of the data set. If it is the data set that the bundle was trained from, the"
              + " images it was trained or tuned on are left out. Default: test, or all images of a"
              + " data set without parts.")
  private void setPart(String value) {
    part =
        switch (value) {
          case "train" -> Part.TRAIN;
          case "test" -> Part.TEST;
          default -> throw wrong("--part: '" + value + "' is neither train nor test");
        };
  }

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most images, at least 100. Default: 10000.")
  private void setLimit(int value) {
    if (value < ReferenceImages.LEAST) {
      throw wrong("--limit: " + value + " is less than " + ReferenceImages.LEAST);
    }
    limit = value;
  }

  @Override
  public void check(Problems problems) {
    coverage.check(problems);
  }

  @Override
  public Integer call() {
    target.check();
    Optional<SigningKey> key = signing.key();
    byte[] bytes = BundleSource.read(source);
    Bundle bundle = BundleSource.parts(bytes, source);
    Part chosen = part != null ? part : data.parts().contains(Part.TEST) ? Part.TEST : Part.TRAIN;
    ImageSet images = data.read(chosen, bundle.manifest().labels());
    try (LoadedModel model = BundleSource.load(bytes, source, SCORED_AT_ONCE)) {
      ReferenceImages reference =
          ReferenceImages.choose(
              heldOut(images, bundle), limit, data.name() + ":" + chosen.word(), seed);
      Reprofiled result =
          new Reprofiler(InstantSource.system())
              .reprofile(bundle, model, reference, coverage.of(Optional.of(bundle)));
      ReferenceImages.warnings(result.bundle().profile())
          .forEach(words -> Notice.tell(spec, "%s", words));
      List<String> signers = BundleSource.signedBy(bytes, source);
      if (!signers.isEmpty() && key.isEmpty()) {
        Notice.tell(
            spec,
            "the new bundle is not signed: the signatures by %s are of the bundle before",
            String.join(", ", signers));
      }
      target.write(result.bundle(), key);
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          json
              ? ProfileReport.json(result, target.file())
              : ProfileReport.text(result, target.file()));
      out.flush();
      return 0;
    } catch (UnsuitableDataException e) {
      throw data.unsuitable(e);
    } catch (OutOfMemoryError e) {
      throw new CommandFailure(
          "not enough memory (" + e.getMessage() + "); a smaller --limit needs less", e);
    }
  }

  private ImageSet heldOut(ImageSet images, Bundle bundle) {
    Manifest manifest = bundle.manifest();
    Optional<DataSet> whole = data.whole(manifest.labels());
    if (whole.isEmpty()) {
      return images;
    }
    DataSet set = whole.get();
    int[] groups = data.groups(set.count());
    if (HeldOut.lacksGroups(bundle, set, groups)) {
      throw new CommandFailure(
          "--groups: the model was trained on this data set with groups kept together; give the"
              + " file that train was given, which tells what it has learnt from");
    }
    ImageSet heldOut = HeldOut.of(manifest, images, set, groups);
    if (heldOut.count() < images.count()) {
      Notice.tell(
          spec,
          "left out %,d images that the network was trained or tuned on",
          images.count() - heldOut.count());
    }
    return heldOut;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
