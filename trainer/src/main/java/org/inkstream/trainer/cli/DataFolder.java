package org.inkstream.trainer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.dataset.DataSet;
import org.inkstream.model.dataset.DataSetException;
import org.inkstream.model.dataset.DataSource;
import org.inkstream.model.dataset.Groups;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.model.dataset.Sizing;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.split.TooFewGroupsException;
import org.inkstream.trainer.bundling.UnsuitableDataException;
import picocli.CommandLine.Option;

/** The data set that a command works on, for use as a picocli mixin. */
final class DataFolder {

  @Option(
      names = "--data",
      paramLabel = "DIR|FILE|mnist",
      required = true,
      description =
          "Directory with IDX files, gzipped or not, named as MNIST's, or with a folder of pictures"
              + " for each class, or with CSV files; or a CSV file, or an IDX file of images beside"
              + " its labels (docs/data.md says how they look); the word mnist means the images that"
              + " come with Inkstream.")
  private String data;

  @Option(
      names = "--groups",
      paramLabel = "FILE",
      description =
          "Text with the group (such as the writer) of one image a line, or an IDX file of a number"
              + " for each, of the training images and then of the test images. No group is parted."
              + " To other commands than train, the file that train was given.")
  private Path groups;

  /** Whether groups were given. */
  boolean hasGroups() {
    return groups != null;
  }

  /**
   * Reads all of it, to train on.
   *
   * @throws CommandFailure in one line, if it cannot be read or not be trained on
   */
  DataSet read() {
    return tell(() -> DataSet.read(DataSource.open(data)));
  }

  /**
   * The parts it has.
   *
   * @throws CommandFailure in one line, if there is no data set
   */
  Set<Part> parts() {
    return tell(() -> DataSource.open(data).parts());
  }

  /**
   * Reads one part for a network.
   *
   * @param labels of the network, in the order of its outputs
   * @throws CommandFailure in one line, if it cannot be read, or has other labels
   */
  ImageSet read(Part part, List<String> labels) {
    return as(read(part), labels, "the bundle");
  }

  /**
   * Reads one part with the labels that are in it.
   *
   * @throws CommandFailure in one line, if it cannot be read
   */
  LabelledImages read(Part part) {
    return tell(() -> DataSource.open(data).read(part, Sizing.FITTED));
  }

  /**
   * The images with their classes in the order of other names.
   *
   * @param whose names they are, in words, for the message
   * @throws CommandFailure in one line, if a label is not among them
   */
  static ImageSet as(LabelledImages images, List<String> names, String whose) {
    return tell(() -> images.as(names, whose).images());
  }

  /**
   * All of it, if it may be what a network was trained on.
   *
   * @param labels of the network
   * @throws CommandFailure in one line, if a file cannot be read
   */
  Optional<DataSet> whole(List<String> labels) {
    return tell(
        () -> {
          try {
            DataSource source = DataSource.open(data);
            return source.parts().contains(Part.TRAIN)
                ? Optional.of(DataSet.read(source))
                    .filter(set -> labels.containsAll(set.labels()))
                    .map(set -> set.as(labels, "the bundle"))
                : Optional.empty();
          } catch (DataSetException e) {
            // Nothing can have been trained on it; whether the part that is wanted is sound, its
            // own reading says.
            return Optional.empty();
          }
        });
  }

  /**
   * The group of each image; empty if no groups were given.
   *
   * @param images how many the data set has
   * @throws CommandFailure in one line, if the file is not of so many
   */
  int[] groups(int images) {
    if (groups == null) {
      return new int[0];
    }
    try {
      return Groups.read(groups, images);
    } catch (IOException e) {
      throw new CommandFailure("--groups: " + Failures.describe(e), e);
    }
  }

  /** That it, or the groups in it, are not fit for what was asked: in one line that names them. */
  CommandFailure unsuitable(UnsuitableDataException e) {
    String where =
        e.getCause() instanceof TooFewGroupsException ? "--groups: " + groups : "--data: " + data;
    return new CommandFailure(where + ": " + e.getMessage(), e);
  }

  /** Names the data set, but not where on this machine it is. */
  String name() {
    Path name = Path.of(data).toAbsolutePath().normalize().getFileName();
    return data.equals("mnist") || name == null ? data : name.toString();
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T tell(Reading<T> reading) {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new CommandFailure("--data: " + Failures.describe(e), e);
    } catch (OutOfMemoryError e) {
      throw new CommandFailure(
          "--data: not enough memory to hold it ("
              + e.getMessage()
              + "); INKSTREAM_JAVA_OPTS=-Xmx4g gives more",
          e);
    }
  }
}
