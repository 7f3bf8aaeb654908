package org.inkstream.model.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.IdxColumn;
import org.inkstream.model.idx.Part;

/**
 * A data set on disk, of which nothing has been read but names. For one thread.
 *
 * <p>Three forms are known, told apart by what is there: IDX files; folders of pictures, one for
 * each class; CSV, one image a row. {@code docs/data.md} says exactly how each looks.
 */
public interface DataSource {

  /** The forms that a data set can have. */
  enum Form {
    /** Files of images and of labels, as MNIST is published. */
    IDX,
    /** Folders of pictures, whose names are the labels. */
    PICTURES,
    /** Rows of a label and pixels. */
    CSV
  }

  /**
   * Finds out what a name means.
   *
   * @param dirOrMnist the word {@code mnist} for the images that come with Inkstream; a directory;
   *     a CSV file; an IDX file of images, with its labels beside it; or {@code DIRECTORY/PREFIX}
   *     of IDX files whose names begin so
   * @throws DataSetException if there is no data set, or there are several
   * @throws IOException if it cannot be looked at
   */
  static DataSource open(String dirOrMnist) throws IOException {
    if (dirOrMnist.equals("mnist")) {
      return IdxSource.shipped();
    }
    Path path;
    try {
      path = Path.of(dirOrMnist);
    } catch (InvalidPathException e) {
      throw new DataSetException("'" + dirOrMnist + "'", "not the name of a file or directory");
    }
    if (Files.isRegularFile(path)) {
      return IdxColumn.isIdx(path) ? IdxSource.ofFile(path) : CsvSource.of(path);
    }
    if (!Files.isDirectory(path)) {
      return IdxSource.withPrefix(path);
    }
    if (!DataSets.sets(path).isEmpty()) {
      return IdxSource.of(path);
    }
    if (PictureSource.hasFolders(path)) {
      return new PictureSource(path);
    }
    Optional<CsvSource> csv = CsvSource.find(path);
    return csv.isPresent() ? csv.get() : new PictureSource(path);
  }

  /** What it looks like. */
  Form form();

  /**
   * The parts it is published in. A set that is not parted has {@link Part#TRAIN} alone.
   *
   * @throws IOException if it cannot be looked at
   */
  Set<Part> parts() throws IOException;

  /**
   * Reads one part, with the labels that are in it.
   *
   * @return at least one image
   * @throws DataSetException if something in it is not as it should be
   * @throws IOException if there is no such part, or it cannot be read
   */
  LabelledImages read(Part part, Sizing sizing) throws IOException;
}
