package org.inkstream.model.idx;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads labelled images from a directory of IDX files. */
public final class DataSets {

  private DataSets() {}

  /**
   * Reads one part of a data set.
   *
   * <p>The word {@code mnist} means the four files that Inkstream ships, in {@code data/mnist}
   * under the directory that the system property {@code inkstream.home} names, or else under the
   * nearest directory at or above the working directory that has it; their content is checked
   * against the published digests. Anything else is a directory ({@code ./mnist} for one of that
   * name) with a file of images and one of labels: {@code train-images-idx3-ubyte} and {@code
   * train-labels-idx1-ubyte}, or {@code t10k-} or {@code test-} for the test part; {@code .idx3}
   * for {@code -idx3} and an ending {@code .gz} are understood too. Whether a file is gzipped is
   * told by its content.
   *
   * @param dirOrMnist a directory, or the word {@code mnist}
   * @throws IdxException if a file is not what it should be; one line that names the file, the
   *     byte, what was expected and what was found
   * @throws IOException if there is no such file, or it cannot be read
   */
  public static ImageSet read(String dirOrMnist, Part part) throws IOException {
    if (dirOrMnist.equals("mnist")) {
      return ShippedMnist.read(part);
    }
    Path directory = Path.of(dirOrMnist);
    IdxFile images = IdxFile.read(find(directory, part, "images", 3), IdxFile.IMAGES);
    Path labelsFile = find(directory, part, "labels", 1);
    return join(images, labelsFile, IdxFile.read(labelsFile, IdxFile.LABELS));
  }

  /** The set of an images file and a labels file. */
  static ImageSet join(IdxFile images, Path labelsFile, IdxFile labels) throws IdxException {
    int count = images.sizes()[0];
    if (labels.sizes()[0] != count) {
      throw new IdxException(
          labelsFile,
          Integer.BYTES,
          "expected a label for each of %d images, found %d labels"
              .formatted(count, labels.sizes()[0]));
    }
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      classes[i] = labels.data()[i] & 0xff;
    }
    return new ImageSet(images.sizes()[2], images.sizes()[1], images.data(), classes);
  }

  /** The file of one kind and part, the most usual name first. */
  static Path find(Path directory, Part part, String kind, int dimensions) throws IOException {
    for (String prefix : part.prefixes()) {
      for (String separator : new String[] {"-", "."}) {
        for (String ending : new String[] {"", ".gz"}) {
          String name = prefix + "-" + kind + separator + "idx" + dimensions + "-ubyte" + ending;
          Path file = directory.resolve(name);
          if (Files.isRegularFile(file)) {
            return file;
          }
        }
      }
    }
    throw new FileNotFoundException(
        "%s: no file %s-%s-idx%d-ubyte, plain or .gz"
            .formatted(directory, part.prefixes().get(0), kind, dimensions));
  }
}
