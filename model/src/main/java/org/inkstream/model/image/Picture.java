package org.inkstream.model.image;

import java.util.Optional;

/**
 * A grey picture of any size, and what it is in a network's field. {@link ImageEncoder} does the
 * same with events: a picture that was put into the field beforehand is encoded like an event that
 * holds the picture as it was, if {@link Preprocessing.Fit#MNIST} is what the network wants.
 *
 * <p>Immutable and safe for use by many threads; the pixels are not copied, and belong to whoever
 * made the picture until it is made.
 */
public final class Picture implements Decoded {

  private final GrayImage image;
  private final int ink;

  private Picture(GrayImage image, int ink) {
    this.image = image;
    this.ink = ink;
  }

  /**
   * A picture of pixels.
   *
   * @param gray unsigned bytes, height x width, row by row; 0 is background, 255 full ink
   * @throws IllegalArgumentException if they are not as many as width and height say, or more than
   *     {@link ImageEncoder#MAX_PIXELS}
   */
  public static Picture of(byte[] gray, int width, int height) {
    if (width < 1 || height < 1 || (long) width * height > ImageEncoder.MAX_PIXELS) {
      throw new IllegalArgumentException("picture of " + width + " x " + height + " pixels");
    }
    return new Picture(new GrayImage(width, height, gray), ImageEncoder.INK);
  }

  /**
   * Decodes a file: PNG, JPEG, GIF (of an animated one the first picture) or BMP, told apart by
   * their first bytes. Colours become grey as events' do, transparency is over black.
   *
   * @return the picture, or UNKNOWN_ENCODING, EMPTY_IMAGE, IMAGE_TOO_LARGE or UNREADABLE_IMAGE
   */
  public static Decoded decode(byte[] file) {
    Optional<PictureFormat> known = PictureFormat.of(file);
    if (known.isEmpty()) {
      return new Rejection(
          RejectionReason.UNKNOWN_ENCODING, "not the content of a PNG, JPEG, GIF or BMP file");
    }
    PictureFormat format = known.get();
    FileScan scan = format.scan(file);
    if (scan.hasSize() && (scan.width() == 0 || scan.height() == 0)) {
      return new Rejection(
          RejectionReason.EMPTY_IMAGE, "%d x %d pixels".formatted(scan.width(), scan.height()));
    }
    if (scan.hasSize() && scan.width() > ImageEncoder.MAX_PIXELS / scan.height()) {
      return new Rejection(
          RejectionReason.IMAGE_TOO_LARGE,
          "%d x %d pixels, at most %d are allowed"
              .formatted(scan.width(), scan.height(), ImageEncoder.MAX_PIXELS));
    }
    if (scan.damage() != null) {
      return new Rejection(RejectionReason.UNREADABLE_IMAGE, scan.damage());
    }
    GrayImage image = format.decode(file);
    if (image == null || image.width() != scan.width() || image.height() != scan.height()) {
      return new Rejection(RejectionReason.UNREADABLE_IMAGE, "cannot be decoded");
    }
    return new Picture(image, format.ink());
  }

  /** Width in pixels. */
  public int width() {
    return image.width();
  }

  /** Height in pixels. */
  public int height() {
    return image.height();
  }

  /** The pixels as they are, row by row; not a copy. */
  public byte[] pixels() {
    return image.pixels();
  }

  /**
   * The picture in a field, height x width unsigned bytes: as it is if it has the field's size, and
   * otherwise made into one like MNIST's. NIST's digits were "size normalized to fit in a 20x20
   * pixel box while preserving their aspect ratio", anti-aliased, and "centered in a 28x28 image by
   * computing the center of mass of the pixels, and translating the image so as to position this
   * point at the center of the 28x28 field" (LeCun, Cortes and Burges, "The MNIST database of
   * handwritten digits", 1998).
   */
  public byte[] inField(int width, int height) {
    if (image.width() == width && image.height() == height) {
      return image.pixels();
    }
    return new MnistFit(width, height).apply(image, ink).pixels();
  }
}
