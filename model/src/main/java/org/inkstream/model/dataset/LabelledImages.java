package org.inkstream.model.dataset;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkstream.model.idx.ImageSet;

/**
 * One part of a data set: images, the names of their classes, and where they are from.
 *
 * @param images their labels are places in the list of names
 * @param labels names of the classes, each of at least one image unless other names were asked for
 * @param sizes how many images had which size before they were fitted
 * @param origins where each image is from
 */
public record LabelledImages(
    ImageSet images, List<String> labels, SortedMap<Size, Integer> sizes, Origins origins) {

  /** Copies the collections; images belong to the set. */
  public LabelledImages {
    labels = List.copyOf(labels);
    sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
    if (images.classes() > labels.size()) {
      throw new IllegalArgumentException(
          "label %d, but %d names".formatted(images.classes() - 1, labels.size()));
    }
  }

  /** The name of an image's class. */
  public String label(int image) {
    return labels.get(images.label(image));
  }

  /**
   * The same images with their classes in the order of other names.
   *
   * @param names of classes, in their order; these images need not have all of them
   * @param whose in words, for the message
   * @throws DataSetException if an image has a label that is not among the names; names the image
   */
  public LabelledImages as(List<String> names, String whose) throws DataSetException {
    if (names.equals(labels)) {
      return this;
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      places.put(names.get(i), i);
    }
    int[] classes = new int[images.count()];
    for (int i = 0; i < classes.length; i++) {
      Integer place = places.get(label(i));
      if (place == null) {
        throw new DataSetException(
            origins.of(i),
            "label '%s' is none of the %d labels of %s: %s"
                .formatted(label(i), names.size(), whose, few(names)));
      }
      classes[i] = place;
    }
    return new LabelledImages(
        new ImageSet(images.width(), images.height(), images.pixels(), classes),
        names,
        sizes,
        origins);
  }

  static String few(List<String> names) {
    int most = 12;
    return names.size() <= most
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, most)) + ", …";
  }
}
