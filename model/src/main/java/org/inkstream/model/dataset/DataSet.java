package org.inkstream.model.dataset;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;

/**
 * A whole data set, fit to train on: at least two classes, and test images of no others.
 *
 * @param labels names of the classes, in the order of their numbers
 * @param train the training images, or all images of a set that is not parted
 * @param test the published test images, if there are any
 */
public record DataSet(List<String> labels, ImageSet train, Optional<ImageSet> test) {

  /** Copies the names. */
  public DataSet {
    labels = List.copyOf(labels);
  }

  /**
   * Reads all of a data set, its images fitted.
   *
   * @throws DataSetException if it is not fit to train on, or not as it should be
   * @throws IOException if it cannot be read
   */
  public static DataSet read(DataSource source) throws IOException {
    Set<Part> parts = source.parts();
    LabelledImages train = source.read(Part.TRAIN, Sizing.FITTED);
    if (train.labels().size() < 2) {
      throw new DataSetException(
          train.origins().of(0),
          "this and all others are of one class, '%s'; at least two classes are needed"
              .formatted(train.label(0)));
    }
    Optional<ImageSet> test = Optional.empty();
    if (parts.contains(Part.TEST)) {
      test =
          Optional.of(
              source
                  .read(Part.TEST, Sizing.FITTED)
                  .as(train.labels(), "the training images")
                  .images());
    }
    return new DataSet(train.labels(), train.images(), test);
  }

  /** Images of the training part and then of the test part. */
  public int count() {
    return train.count() + test.map(ImageSet::count).orElse(0);
  }

  /**
   * The same images with their classes in the order of other names.
   *
   * @param names of classes, in their order; this set need not have all of them
   * @param whose in words, for the message
   * @throws IllegalArgumentException if a label of this set is not among the names
   */
  public DataSet as(List<String> names, String whose) {
    if (names.equals(labels)) {
      return this;
    }
    int[] places = new int[labels.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = names.indexOf(labels.get(i));
      if (places[i] < 0) {
        throw new IllegalArgumentException(
            "label '%s' is none of the %d labels of %s: %s"
                .formatted(labels.get(i), names.size(), whose, LabelledImages.few(names)));
      }
    }
    return new DataSet(names, renumbered(train, places), test.map(set -> renumbered(set, places)));
  }

  private static ImageSet renumbered(ImageSet images, int[] places) {
    int[] classes = IntStream.of(images.labels()).map(label -> places[label]).toArray();
    return new ImageSet(images.width(), images.height(), images.pixels(), classes);
  }
}
