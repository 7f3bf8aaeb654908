package org.inkstream.model.image;

import static org.inkstream.model.image.RejectionReason.EMPTY_IMAGE;
import static org.inkstream.model.image.RejectionReason.IMAGE_TOO_LARGE;
import static org.inkstream.model.image.RejectionReason.PIXELS_MISMATCH;
import static org.inkstream.model.image.RejectionReason.UNKNOWN_ENCODING;
import static org.inkstream.model.image.RejectionReason.UNREADABLE_IMAGE;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;

/**
 * Turns images into a network's input. The trainer and the streams app both use this class, so that
 * a network is served what it was trained on.
 *
 * <p>Immutable: one encoder is safe for use by many threads at once, each with its own target.
 */
public final class ImageEncoder {

  /** Most pixels of an image, in its own size before it is fitted: 2048 x 2048. */
  public static final int MAX_PIXELS = 4_194_304;

  /** Any ink at all: the source says 0 where there is none. */
  static final int INK = 1;

  /** JPEG's compression leaves a faint haze around strokes, which would count as ink. */
  static final int INK_IN_JPEG = 32;

  private final Preprocessing preprocessing;
  private final float[] values = new float[256];

  /** Of each pixel; empty if all are alike. */
  private final float[] means;

  private final float[] factors;
  private final MnistFit mnistFit;
  private final FileDecoder png = new FileDecoder("png");
  private final FileDecoder jpeg = new FileDecoder("jpeg");

  /** An encoder for networks with this preprocessing. */
  public ImageEncoder(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
    this.mnistFit = new MnistFit(preprocessing.width(), preprocessing.height());
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (i * preprocessing.scale() + preprocessing.offset());
    }
    PixelNorm pixels = preprocessing.pixels();
    means = pixels == null ? new float[0] : pixels.mean();
    factors = pixels == null ? new float[0] : pixels.deviation();
    for (int i = 0; i < factors.length; i++) {
      factors[i] = 1 / factors[i];
    }
  }

  /** What this encoder does. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /**
   * Encodes an event's image. Looks at the image only: ids and times are the caller's to check.
   * Leaves the event as it is, the position of its buffer included. Allocates nothing for a good
   * GRAY8 image of the network's own size.
   *
   * @param event not null
   * @param target receives {@link Preprocessing#inputSize()} numbers, row by row; left as it is
   *     after a rejection
   * @param offset where they begin in the target
   * @return empty if all is well, otherwise why there is no encoded image: UNKNOWN_ENCODING,
   *     EMPTY_IMAGE, IMAGE_TOO_LARGE, PIXELS_MISMATCH or UNREADABLE_IMAGE
   * @throws IndexOutOfBoundsException if the target is too short; never for what the event holds
   */
  public Optional<Rejection> encode(ImageEvent event, float[] target, int offset) {
    int width = event.getWidth();
    int height = event.getHeight();
    ByteBuffer pixels = event.getPixels();
    ImageEncoding encoding = event.getEncoding();
    if (encoding == null || encoding == ImageEncoding.UNKNOWN) {
      return rejected(UNKNOWN_ENCODING, "");
    }
    if (width < 1 || height < 1) {
      return rejected(EMPTY_IMAGE, "%d x %d pixels".formatted(width, height));
    }
    if (pixels == null || !pixels.hasRemaining()) {
      return rejected(EMPTY_IMAGE, "no bytes");
    }
    if ((long) width * height > MAX_PIXELS) {
      return tooLarge(width, height);
    }
    return switch (encoding) {
      case GRAY8 -> encodeGray(pixels, width, height, target, offset);
      case PNG -> {
        byte[] file = bytes(pixels);
        yield encodeFile(file, PngScan.scan(file), png, INK, event, target, offset);
      }
      case JPEG -> {
        byte[] file = bytes(pixels);
        yield encodeFile(file, JpegScan.scan(file), jpeg, INK_IN_JPEG, event, target, offset);
      }
      case UNKNOWN -> throw new IllegalStateException("answered above");
    };
  }

  /**
   * Encodes a grey image exactly as a GRAY8 event of the same content is encoded.
   *
   * @param gray unsigned bytes, height x width, row by row; 0 is background, 255 full ink
   * @param width at least 1
   * @param height at least 1
   * @param target receives {@link Preprocessing#inputSize()} numbers, row by row
   * @param offset where they begin in the target
   * @throws IllegalArgumentException if the pixels are not as many as width and height say, or more
   *     than {@link #MAX_PIXELS}
   * @throws IndexOutOfBoundsException if the target is too short
   */
  public void encode(byte[] gray, int width, int height, float[] target, int offset) {
    if (width < 1
        || height < 1
        || (long) width * height > MAX_PIXELS
        || gray.length != width * height) {
      throw new IllegalArgumentException(
          "%d pixels for %d x %d".formatted(gray.length, width, height));
    }
    if (isOwnSize(width, height)) {
      write(gray, 0, target, offset);
    } else {
      fit(new GrayImage(width, height, gray), INK, target, offset);
    }
  }

  private Optional<Rejection> encodeGray(
      ByteBuffer pixels, int width, int height, float[] target, int offset) {
    if (pixels.remaining() != width * height) {
      return rejected(
          PIXELS_MISMATCH,
          "%d bytes for %d x %d pixels".formatted(pixels.remaining(), width, height));
    }
    if (!isOwnSize(width, height)) {
      fit(new GrayImage(width, height, bytes(pixels)), INK, target, offset);
    } else if (pixels.hasArray()) {
      write(pixels.array(), pixels.arrayOffset() + pixels.position(), target, offset);
    } else {
      write(bytes(pixels), 0, target, offset);
    }
    return Optional.empty();
  }

  private Optional<Rejection> encodeFile(
      byte[] file,
      FileScan scan,
      FileDecoder decoder,
      int ink,
      ImageEvent event,
      float[] target,
      int offset) {
    if (scan.hasSize()) {
      if (scan.width() == 0 || scan.height() == 0) {
        return rejected(
            EMPTY_IMAGE, "%d x %d pixels in the file".formatted(scan.width(), scan.height()));
      }
      if (scan.width() > MAX_PIXELS / scan.height()) {
        return tooLarge(scan.width(), scan.height());
      }
    }
    if (scan.damage() != null) {
      return rejected(UNREADABLE_IMAGE, scan.damage());
    }
    if (scan.width() != event.getWidth() || scan.height() != event.getHeight()) {
      return rejected(
          PIXELS_MISMATCH,
          "%d x %d pixels in the file, %d x %d in the event"
              .formatted(scan.width(), scan.height(), event.getWidth(), event.getHeight()));
    }
    GrayImage image = decoder.decode(file);
    if (image == null || image.width() != scan.width() || image.height() != scan.height()) {
      return rejected(UNREADABLE_IMAGE, "cannot be decoded");
    }
    if (isOwnSize(image.width(), image.height())) {
      write(image.pixels(), 0, target, offset);
    } else {
      fit(image, ink, target, offset);
    }
    return Optional.empty();
  }

  private void fit(GrayImage image, int ink, float[] target, int offset) {
    GrayImage fitted =
        switch (preprocessing.fit()) {
          case MNIST -> mnistFit.apply(image, ink);
          case STRETCH ->
              Resampling.resize(
                  image,
                  0,
                  0,
                  image.width(),
                  image.height(),
                  preprocessing.width(),
                  preprocessing.height());
        };
    write(fitted.pixels(), 0, target, offset);
  }

  private void write(byte[] pixels, int from, float[] target, int offset) {
    int size = preprocessing.inputSize();
    for (int i = 0; i < size; i++) {
      target[offset + i] = values[pixels[from + i] & 0xff];
    }
    compare(target, offset);
  }

  /**
   * Makes input of ink, as {@link #encode(byte[], int, int, float[], int)} does: for images that
   * were changed after they were encoded with {@link Preprocessing#ink()}.
   *
   * @param target has {@link Preprocessing#inputSize()} numbers from 0 to 1, which are replaced
   * @param offset where they begin
   */
  public void encodeInk(float[] target, int offset) {
    int size = preprocessing.inputSize();
    for (int i = offset; i < offset + size; i++) {
      target[i] = (float) (target[i] * preprocessing.inkScale() + preprocessing.offset());
    }
    compare(target, offset);
  }

  private void compare(float[] target, int offset) {
    for (int i = 0; i < means.length; i++) {
      target[offset + i] = (target[offset + i] - means[i]) * factors[i];
    }
  }

  private boolean isOwnSize(int width, int height) {
    return width == preprocessing.width() && height == preprocessing.height();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(buffer.position(), bytes);
    return bytes;
  }

  private static Optional<Rejection> tooLarge(long width, long height) {
    return rejected(
        IMAGE_TOO_LARGE,
        "%d x %d pixels, at most %d are allowed".formatted(width, height, MAX_PIXELS));
  }

  private static Optional<Rejection> rejected(RejectionReason reason, String detail) {
    return Optional.of(new Rejection(reason, detail));
  }
}
