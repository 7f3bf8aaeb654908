package org.inkstream.model.dataset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.inkstream.model.idx.Part;
import org.inkstream.model.image.Decoded;
import org.inkstream.model.image.Picture;
import org.inkstream.model.image.Rejection;

/** A folder of pictures, with a folder for each class, in folders for the parts or not. */
final class PictureSource implements DataSource {

  /** What Java puts where a name's bytes are no character in the locale's encoding. */
  private static final char UNDECODED = '\uFFFD';

  private static final Pattern PICTURE = Pattern.compile("(?i).*\\.(png|jpe?g|gif|bmp)");
  private static final long MOST_BYTES = 64L << 20;
  private static final int DEEPEST = 16;

  /** Files that no picture is lost by ignoring: hidden ones, and what Windows and macOS leave. */
  private static final Pattern IGNORED =
      Pattern.compile("(?i)\\..*|thumbs\\.db|desktop\\.ini|__macosx");

  private final Path root;

  PictureSource(Path root) {
    this.root = root;
  }

  /** Whether there are folders that may be classes or parts. */
  static boolean hasFolders(Path folder) throws IOException {
    return !subfolders(folder).isEmpty();
  }

  @Override
  public Form form() {
    return Form.PICTURES;
  }

  @Override
  public Set<Part> parts() throws IOException {
    return EnumSet.copyOf(folders().keySet());
  }

  @Override
  public LabelledImages read(Part part, Sizing sizing) throws IOException {
    Path folder = folders().get(part);
    if (folder == null) {
      throw new DataSetException(root.toString(), "a set without a " + part.word() + " part");
    }
    Gathering gathering = new Gathering(sizing);
    List<Path> files = new ArrayList<>();
    for (Path classFolder : classes(folder)) {
      List<Path> pictures = pictures(classFolder);
      if (pictures.isEmpty()) {
        throw new DataSetException(classFolder.toString(), "a class without a picture");
      }
      String label = classFolder.getFileName().toString();
      if (label.indexOf(UNDECODED) >= 0) {
        // Two classes could have become one.
        throw new DataSetException(
            classFolder.toString(),
            "a folder's name that is not in the encoding of the locale, which should be UTF-8"
                + " (LC_ALL=C.UTF-8)");
      }
      for (Path file : pictures) {
        gathering.add(decoded(file), label, file.toString());
        files.add(file);
      }
    }
    return gathering.finish(image -> files.get(image).toString());
  }

  /** The folders of the parts; of a set that is not parted, the root. */
  private Map<Part, Path> folders() throws IOException {
    Map<Part, Path> folders = new EnumMap<>(Part.class);
    List<Path> below = subfolders(root);
    for (Path folder : below) {
      String name = folder.getFileName().toString();
      if (name.equals("train")) {
        folders.put(Part.TRAIN, folder);
      } else if (name.equals("test") || name.equals("t10k")) {
        folders.put(Part.TEST, folder);
      }
    }
    // Two classes could be called so; but folders of parts have folders in them.
    boolean parted = !folders.isEmpty() && folders.size() == below.size();
    for (Path folder : folders.values()) {
      parted &= !subfolders(folder).isEmpty();
    }
    return parted ? folders : new EnumMap<>(Map.of(Part.TRAIN, root));
  }

  private List<Path> classes(Path folder) throws IOException {
    for (Path file : list(folder)) {
      if (PICTURE.matcher(file.getFileName().toString()).matches() && !Files.isDirectory(file)) {
        throw new DataSetException(
            file.toString(),
            "a picture that is in no folder of a class, whose name would be its label");
      }
    }
    List<Path> classes = subfolders(folder);
    if (classes.isEmpty()) {
      throw new DataSetException(
          folder.toString(),
          "no data set: no files train-images-idx3-ubyte and train-labels-idx1-ubyte (or of such"
              + " names), no folders of pictures, no CSV file");
    }
    return classes;
  }

  private static List<Path> subfolders(Path folder) throws IOException {
    return list(folder).stream().filter(Files::isDirectory).toList();
  }

  /** What is in a folder, by name, without what is ignored. */
  private static List<Path> list(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        if (!IGNORED.matcher(path.getFileName().toString()).matches()) {
          found.add(path);
        }
      }
    }
    found.sort(PictureSource::byCharacters);
    return found;
  }

  /** All files of a class, in folders of its own too, by name. */
  private static List<Path> pictures(Path classFolder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        classFolder,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        DEEPEST,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return ignored(folder) && !folder.equals(classFolder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws DataSetException {
            if (attributes.isDirectory()) {
              throw new DataSetException(
                  file.toString(), "folders within folders, more than " + DEEPEST + " deep");
            }
            if (!ignored(file)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof FileSystemLoopException) {
              throw new DataSetException(
                  file.toString(), "a symbolic link to a folder that it is in");
            }
            throw e;
          }
        });
    found.sort(PictureSource::byCharacters);
    return found;
  }

  private static boolean ignored(Path path) {
    return IGNORED.matcher(path.getFileName().toString()).matches();
  }

  private static int byCharacters(Path one, Path other) {
    return one.toString().compareTo(other.toString());
  }

  private static Picture decoded(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DataSetException(file.toString(), "not a file");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new DataSetException(
          file.toString(), "more than " + MOST_BYTES + " bytes, too large for a picture");
    }
    Decoded decoded = Picture.decode(Files.readAllBytes(file));
    if (decoded instanceof Rejection rejection) {
      throw new DataSetException(
          file.toString(), "no picture that can be read: " + rejection.detail());
    }
    return (Picture) decoded;
  }
}
