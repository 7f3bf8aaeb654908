package org.inkstream.model.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.Picture;

/** A set that grows picture by picture, each fitted at once, so that only small ones are kept. */
final class Gathering {

  private static final int BLOCK_BYTES = 1 << 20;

  private final Sizing sizing;
  private final List<byte[]> blocks = new ArrayList<>();
  private final Map<String, Integer> names = new LinkedHashMap<>();
  private final SortedMap<Size, Integer> sizes = new TreeMap<>();
  private Size size;
  private int[] labels = new int[1_024];
  private int count;

  Gathering(Sizing sizing) {
    this.sizing = sizing;
    this.size = sizing == Sizing.FITTED ? Size.FIELD : null;
  }

  /** Images so far. */
  int count() {
    return count;
  }

  /**
   * Adds a picture.
   *
   * @param where it is from, for the message
   * @throws DataSetException if the label cannot be one, the size is another where all must be of
   *     one, or there are more images or classes than can be held
   */
  void add(Picture picture, String label, String where) throws DataSetException {
    Size found = new Size(picture.width(), picture.height());
    if (size == null) {
      size = found;
    }
    if (sizing == Sizing.AS_IS && !found.equals(size)) {
      throw new DataSetException(
          where,
          "%s pixels, but those before have %s: all must be of one size".formatted(found, size));
    }
    put(picture.inField(size.width(), size.height()), where);
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, 2 * count);
    }
    labels[count++] = number(label, where);
    sizes.merge(found, 1, Integer::sum);
  }

  private void put(byte[] pixels, String where) throws DataSetException {
    long most = ImageSet.mostPixels() / pixels.length;
    if (count >= most) {
      throw new DataSetException(
          where,
          "more than %d images of %s: no more fit into a third of the heap, or 1 GiB (a larger heap:"
                  .formatted(most, size)
              + " INKSTREAM_JAVA_OPTS=-Xmx4g)");
    }
    int inBlock = count % imagesInBlock(pixels.length);
    if (inBlock == 0) {
      blocks.add(new byte[imagesInBlock(pixels.length) * pixels.length]);
    }
    byte[] block = blocks.get(count / imagesInBlock(pixels.length));
    System.arraycopy(pixels, 0, block, inBlock * pixels.length, pixels.length);
  }

  private static int imagesInBlock(int pixels) {
    return Math.max(1, BLOCK_BYTES / pixels);
  }

  private int number(String label, String where) throws DataSetException {
    Integer known = names.get(label);
    if (known != null) {
      return known;
    }
    String problem = LabelNames.problem(label);
    if (problem != null) {
      throw new DataSetException(where, problem);
    }
    if (names.size() == LabelNames.MOST) {
      throw new DataSetException(
          where, "more than " + LabelNames.MOST + " different labels; are these labels?");
    }
    names.put(label, names.size());
    return names.size() - 1;
  }

  /** All images, at least one, in the order they were added. */
  LabelledImages finish(Origins origins) {
    int length = size.width() * size.height();
    byte[] pixels = new byte[count * length];
    int from = 0;
    for (byte[] block : blocks) {
      System.arraycopy(block, 0, pixels, from, Math.min(pixels.length - from, block.length));
      from += block.length;
    }
    List<String> ordered = LabelNames.ordered(names.keySet());
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < ordered.size(); i++) {
      places.put(names.get(ordered.get(i)), i);
    }
    int[] classes = Arrays.stream(labels, 0, count).map(places::get).toArray();
    return new LabelledImages(
        new ImageSet(size.width(), size.height(), pixels, classes), ordered, sizes, origins);
  }
}
