package org.inkstream.trainer.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.dataset.DataSource;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.model.dataset.Sizing;
import org.inkstream.model.idx.Part;
import org.inkstream.trainer.describe.Description;
import org.inkstream.trainer.describe.MeanImages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code describe}. */
@Command(
    name = "describe",
    description = {
      "Says what a data set holds: images, classes, sizes, the mean image of each class, copies"
          + " within and between the training and the test images, and what is wrong with labels.",
      "Images are compared as networks see them, in 28 x 28 pixels. Copies have the same pixels;"
          + " near copies differ by at most 8 of 255, as the root of the mean square."
    })
final class DescribeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR|FILE|mnist",
      description = "The data set, as --data of train takes it.")
  private String data;

  @Option(
      names = "--out",
      paramLabel = "PNG",
      description =
          "Write the mean images to this file, ten in a row, in the order of the classes.")
  private Path out;

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    if (out != null) {
      checkTarget();
    }
    try {
      DataSource source = DataSource.open(data);
      Set<Part> parts = source.parts();
      boolean both = parts.size() == 2;
      LabelledImages first =
          source.read(parts.contains(Part.TRAIN) ? Part.TRAIN : Part.TEST, Sizing.FITTED);
      Optional<LabelledImages> second =
          both ? Optional.of(source.read(Part.TEST, Sizing.FITTED)) : Optional.empty();
      Description description = Description.of(first, second);
      if (out != null) {
        write(description.means());
      }
      PrintWriter result = spec.commandLine().getOut();
      result.print(
          json
              ? DescriptionReport.json(source.form(), description)
              : DescriptionReport.text(source.form(), description));
      result.flush();
      return 0;
    } catch (IOException e) {
      throw new CommandFailure(Failures.describe(e), e);
    } catch (OutOfMemoryError e) {
      throw new CommandFailure(
          "not enough memory (" + e.getMessage() + "); INKSTREAM_JAVA_OPTS=-Xmx4g gives more", e);
    }
  }

  private void checkTarget() {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null) {
      throw new CommandFailure("--out: " + out + " is a directory");
    }
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure("--out: no directory " + folder);
    }
    if (Files.exists(out) && !force) {
      throw new CommandFailure("--out: " + out + " exists; --force replaces it");
    }
  }

  private void write(MeanImages means) {
    BufferedImage sheet = MeanSheet.of(means);
    try (OutputStream file =
        force
            ? Files.newOutputStream(out)
            : Files.newOutputStream(out, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ImageIO.write(sheet, "png", file);
    } catch (IOException e) {
      throw new CommandFailure("--out: cannot write " + out + ": " + Failures.describe(e), e);
    }
  }
}
