package org.inkstream.model.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.image.Picture;

/**
 * IDX files. A null directory means the MNIST that comes with Inkstream; a file that is not null is
 * the only one of images that counts.
 */
final class IdxSource implements DataSource {

  /** EMNIST's files hold columns where all others hold rows. */
  private static final String TRANSPOSED = "emnist-";

  private final Path directory;
  private final String prefix;
  private final Path only;

  private IdxSource(Path directory, String prefix) {
    this(directory, prefix, null);
  }

  private IdxSource(Path directory, String prefix, Path only) {
    this.directory = directory;
    this.prefix = prefix;
    this.only = only;
  }

  static IdxSource shipped() {
    return new IdxSource(null, "");
  }

  /** A file of images and the labels beside it, as one part. */
  static IdxSource ofFile(Path images) throws IOException {
    if (!DataSets.isImages(images)) {
      throw new DataSetException(
          images.toString(),
          "an IDX file, but its name does not end with images-idx3-ubyte, plain or .gz, which tells"
              + " where its labels are");
    }
    return new IdxSource(images.resolveSibling(""), DataSets.prefix(images), images);
  }

  /** The only set of a directory that has one. */
  static IdxSource of(Path directory) throws IOException {
    Set<String> prefixes = DataSets.sets(directory).keySet();
    if (prefixes.contains("")) {
      return new IdxSource(directory, "");
    }
    if (prefixes.size() > 1) {
      throw new DataSetException(
          directory.toString(),
          "several data sets; say which: "
              + prefixes.stream()
                  .map(prefix -> name(directory, prefix))
                  .collect(Collectors.joining(", ")));
    }
    return new IdxSource(directory, prefixes.iterator().next());
  }

  /** The set of a directory whose files begin with the last part of a path. */
  static IdxSource withPrefix(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null && Files.isDirectory(directory)) {
      for (String prefix : DataSets.sets(directory).keySet()) {
        if (name(directory, prefix).equals(path.toAbsolutePath().toString())) {
          return new IdxSource(path.resolveSibling(""), prefix);
        }
      }
    }
    throw new DataSetException(
        path.toString(),
        "no such directory or file (the word mnist means the images that come with Inkstream)");
  }

  /** What a user writes for a set with a prefix, which ends with a hyphen or the like. */
  private static String name(Path directory, String prefix) {
    return prefix.isEmpty()
        ? directory.toString()
        : directory.resolve(prefix.substring(0, prefix.length() - 1)).toString();
  }

  @Override
  public Form form() {
    return Form.IDX;
  }

  @Override
  public Set<Part> parts() throws IOException {
    if (only != null) {
      return EnumSet.of(Part.TRAIN);
    }
    return directory == null ? EnumSet.allOf(Part.class) : DataSets.sets(directory).get(prefix);
  }

  @Override
  public LabelledImages read(Part part, Sizing sizing) throws IOException {
    if (directory == null) {
      return read(DataSets.read("mnist", part), Path.of("mnist"), sizing);
    }
    if (only != null && part != Part.TRAIN) {
      throw new DataSetException(only.toString(), "a set without a " + part.word() + " part");
    }
    Path images = only == null ? DataSets.imagesFile(directory, prefix, part) : only;
    return read(DataSets.read(images), DataSets.labelsFile(images), sizing);
  }

  private LabelledImages read(ImageSet raw, Path labelsFile, Sizing sizing) throws IOException {
    Origins origins = image -> labelsFile + ": row " + (image + 1);
    ImageSet upright = prefix.startsWith(TRANSPOSED) ? transposed(raw) : raw;
    SortedMap<Size, Integer> sizes = new TreeMap<>();
    sizes.put(new Size(upright.width(), upright.height()), upright.count());
    ImageSet sized = sizing == Sizing.FITTED ? fitted(upright, labelsFile) : upright;
    return named(sized, sizes, origins);
  }

  private LabelledImages named(ImageSet images, SortedMap<Size, Integer> sizes, Origins origins)
      throws IOException {
    Optional<Path> file = directory == null ? Optional.empty() : LabelFiles.find(directory, prefix);
    Map<Integer, String> names = file.isPresent() ? LabelFiles.read(file.get()) : Map.of();
    Map<Integer, Integer> places = new HashMap<>();
    TreeSet<Integer> found = new TreeSet<>();
    for (int i = 0; i < images.count(); i++) {
      int label = images.label(i);
      if (found.add(label) && file.isPresent() && !names.containsKey(label)) {
        throw new DataSetException(
            origins.of(i), "label %d has no name in %s".formatted(label, file.get()));
      }
    }
    List<String> labels =
        found.stream().map(label -> names.getOrDefault(label, label.toString())).toList();
    found.forEach(label -> places.put(label, places.size()));
    int[] classes = new int[images.count()];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = places.get(images.label(i));
    }
    return new LabelledImages(
        new ImageSet(images.width(), images.height(), images.pixels(), classes),
        labels,
        sizes,
        origins);
  }

  private static ImageSet fitted(ImageSet images, Path file) throws DataSetException {
    Size field = Size.FIELD;
    int length = field.width() * field.height();
    if (images.width() == field.width() && images.height() == field.height()) {
      return images;
    }
    if ((long) images.count() * length > ImageSet.mostPixels()) {
      throw new DataSetException(
          file.toString(),
          "%d images are too many to be held as %s pixels".formatted(images.count(), field));
    }
    byte[] pixels = new byte[images.count() * length];
    for (int i = 0; i < images.count(); i++) {
      byte[] fitted =
          Picture.of(images.image(i), images.width(), images.height())
              .inField(field.width(), field.height());
      System.arraycopy(fitted, 0, pixels, i * length, length);
    }
    return new ImageSet(field.width(), field.height(), pixels, images.labels());
  }

  private static ImageSet transposed(ImageSet images) {
    int width = images.height();
    int height = images.width();
    byte[] turned = new byte[images.pixels().length];
    for (int i = 0; i < images.count(); i++) {
      int from = i * width * height;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          turned[from + y * width + x] = images.pixels()[from + x * height + y];
        }
      }
    }
    return new ImageSet(width, height, turned, images.labels());
  }
}
