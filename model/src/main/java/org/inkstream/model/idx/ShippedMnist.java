package org.inkstream.model.idx;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The MNIST files that come with Inkstream, and the digests they were published with. */
final class ShippedMnist {

  private static final Path PLACE = Path.of("data", "mnist");

  private ShippedMnist() {}

  static ImageSet read(Part part) throws IOException {
    return read(directory(), part);
  }

  /** Reads a copy of MNIST from a directory, and refuses it if a byte is different. */
  static ImageSet read(Path directory, Part part) throws IOException {
    Path imagesFile = DataSets.imagesFile(directory, "", part);
    Path labelsFile = DataSets.labelsFile(imagesFile);
    boolean train = part == Part.TRAIN;
    IdxFile images = IdxFile.read(imagesFile, IdxFile.IMAGES);
    check(
        imagesFile,
        images,
        train
            ? "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"
            : "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");
    IdxFile labels = IdxFile.read(labelsFile, IdxFile.LABELS);
    check(
        labelsFile,
        labels,
        train
            ? "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"
            : "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");
    return DataSets.join(images, labelsFile, labels);
  }

  private static void check(Path file, IdxFile content, String expected) throws IdxException {
    if (!content.sha256().equals(expected)) {
      throw new IdxException(
          file,
          0,
          "expected the published MNIST with SHA-256 %s, found %s"
              .formatted(expected, content.sha256()));
    }
  }

  private static Path directory() throws IOException {
    String home = System.getProperty("inkstream.home");
    if (home != null && Files.isDirectory(Path.of(home).resolve(PLACE))) {
      return Path.of(home).resolve(PLACE);
    }
    Path start = Path.of("").toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(PLACE))) {
        return at.resolve(PLACE);
      }
    }
    throw new FileNotFoundException(
        "no directory %s in inkstream.home (%s), in %s or above it"
            .formatted(PLACE, home == null ? "not set" : home, start));
  }
}
