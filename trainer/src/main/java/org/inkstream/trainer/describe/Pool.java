package org.inkstream.trainer.describe;

import java.nio.ByteBuffer;
import java.util.List;
import org.inkstream.model.dataset.LabelledImages;
import org.inkstream.model.idx.ImageSet;

/**
 * The images of all parts under one number, the training images first.
 *
 * @param parts one or two, of images of one size
 */
record Pool(List<LabelledImages> parts) {

  Pool {
    parts = List.copyOf(parts);
  }

  int count() {
    return parts.stream().mapToInt(part -> part.images().count()).sum();
  }

  /** Place of the part that an image is in. */
  int part(int image) {
    return image < parts.get(0).images().count() ? 0 : 1;
  }

  private int within(int image) {
    return part(image) == 0 ? image : image - parts.get(0).images().count();
  }

  String label(int image) {
    return parts.get(part(image)).label(within(image));
  }

  String origin(int image) {
    return parts.get(part(image)).origins().of(within(image));
  }

  /** A view of an image's pixels, because copies of all would need much memory. */
  ByteBuffer pixels(int image) {
    ImageSet set = parts.get(part(image)).images();
    int size = set.width() * set.height();
    return ByteBuffer.wrap(set.pixels(), within(image) * size, size);
  }

  int width() {
    return parts.get(0).images().width();
  }

  int height() {
    return parts.get(0).images().height();
  }

  /** Where an image is from, and its label. */
  String described(int image) {
    return origin(image) + " (" + label(image) + ")";
  }
}
