package org.inkstream.model.idx;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads labelled images from a directory of IDX files. */
public final class DataSets {

  private static final Pattern NAME =
      Pattern.compile("(|.*?[-_.])(?:(train|t10k|test)-)?(images|labels)[-.]idx[13]-ubyte(\\.gz)?");

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
    return read(Path.of(dirOrMnist), "", part);
  }

  /**
   * Reads one part of a set whose files have names that begin with a prefix, as EMNIST's do.
   *
   * @param prefix such as {@code emnist-letters-}; empty if there is none
   * @throws IdxException as {@link #read(String, Part)}
   * @throws IOException as {@link #read(String, Part)}
   */
  public static ImageSet read(Path directory, String prefix, Part part) throws IOException {
    return read(imagesFile(directory, prefix, part));
  }

  /**
   * Reads a file of images and the labels beside it.
   *
   * @param imagesFile whose name {@link #isImages}
   * @throws IdxException as {@link #read(String, Part)}
   * @throws IOException as {@link #read(String, Part)}
   */
  public static ImageSet read(Path imagesFile) throws IOException {
    IdxFile images = IdxFile.read(imagesFile, IdxFile.IMAGES);
    Path labelsFile = labelsFile(imagesFile);
    return join(images, labelsFile, IdxFile.read(labelsFile, IdxFile.LABELS));
  }

  /**
   * The file that holds the images of a part; of a set that is not parted, such as {@code
   * greek-images-idx3-ubyte}, of the training part.
   *
   * @throws IOException if there is none
   */
  public static Path imagesFile(Path directory, String prefix, Part part) throws IOException {
    for (String word : part.prefixes()) {
      Optional<Path> file = find(directory, prefix + word, "images", 3);
      if (file.isPresent()) {
        return file.get();
      }
    }
    // Of a set whose labels alone are there, the images that belong to them are missing.
    String missing =
        part.prefixes().stream()
            .filter(word -> find(directory, prefix + word, "labels", 1).isPresent())
            .findFirst()
            .orElse(part.prefixes().get(0));
    throw missing(directory, prefix + missing, "images", 3);
  }

  /**
   * The file that holds the labels of a file of images: of the same name but for the kind.
   *
   * @param imagesFile whose name {@link #isImages}
   * @throws IOException if there is none
   */
  public static Path labelsFile(Path imagesFile) throws IOException {
    Matcher name = match(imagesFile);
    String start = name.group(1) + (name.group(2) == null ? "" : name.group(2) + "-");
    Path directory = imagesFile.resolveSibling("");
    return find(directory, start, "labels", 1)
        .orElseThrow(() -> missing(directory, start, "labels", 1));
  }

  /** Whether a file's name is one of those that files of images have. */
  public static boolean isImages(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() && name.group(3).equals("images");
  }

  /**
   * What the names of a set's files begin with, {@code greek-} of {@code greek-images-idx3-ubyte}.
   *
   * @param imagesFile whose name {@link #isImages}
   */
  public static String prefix(Path imagesFile) {
    return match(imagesFile).group(1);
  }

  private static Matcher match(Path imagesFile) {
    Matcher name = NAME.matcher(imagesFile.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalArgumentException("not named as images are: " + imagesFile);
    }
    return name;
  }

  /**
   * The sets of a directory and the parts that there is a file of, by the prefix of the files.
   *
   * @throws IOException if the directory cannot be listed
   */
  public static SortedMap<String, Set<Part>> sets(Path directory) throws IOException {
    SortedMap<String, Set<Part>> sets = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && Files.isRegularFile(file)) {
          sets.computeIfAbsent(name.group(1), prefix -> EnumSet.noneOf(Part.class))
              .add(name.group(2) == null || name.group(2).equals("train") ? Part.TRAIN : Part.TEST);
        }
      }
    }
    return sets;
  }

  /**
   * The content of a plain or gzipped file; which it is is told by its first bytes.
   *
   * @return a stream whose reads throw {@link IdxException} where gzipped data is damaged
   * @throws IOException if it cannot be read
   */
  public static InputStream open(Path file) throws IOException {
    return IdxInput.open(file, IdxFile.newDigest());
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

  /** The file of one kind whose name begins so, the most usual name first. */
  private static Optional<Path> find(Path directory, String start, String kind, int dimensions) {
    for (String separator : new String[] {"-", "."}) {
      for (String ending : new String[] {"", ".gz"}) {
        Path file =
            directory.resolve(
                "%s%s%sidx%d-ubyte%s".formatted(start, kind, separator, dimensions, ending));
        if (Files.isRegularFile(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }

  private static FileNotFoundException missing(
      Path directory, String start, String kind, int dimensions) {
    return new FileNotFoundException(
        "%s: no file %s%s-idx%d-ubyte, plain or .gz".formatted(directory, start, kind, dimensions));
  }
}
