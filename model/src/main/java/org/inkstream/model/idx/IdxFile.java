package org.inkstream.model.idx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One IDX file of unsigned bytes: a big-endian magic number whose lowest byte is the number of
 * dimensions, the sizes of the dimensions, then exactly the product of the sizes in bytes.
 *
 * @param sizes sizes of the dimensions, all at least 1
 * @param data the values
 * @param sha256 digest of the whole uncompressed file, in hex
 */
record IdxFile(int[] sizes, byte[] data, String sha256) {

  /** Images: count, rows, columns. */
  static final int IMAGES = 0x0803;

  /** Labels: count. */
  static final int LABELS = 0x0801;

  private static final String[] DIMENSIONS = {"count", "rows", "columns"};
  private static final long MAX_IMAGE = 4_194_304;

  /**
   * Reads a file.
   *
   * @param magic {@link #IMAGES} or {@link #LABELS}
   * @throws IdxException if the file is not of this kind, or has fewer or more bytes than it says
   * @throws IOException if it cannot be read
   */
  static IdxFile read(Path file, int magic) throws IOException {
    MessageDigest digest = newDigest();
    try (IdxInput in = IdxInput.open(file, digest)) {
      int found = readInt(file, in, "magic number " + magic);
      if (found != magic) {
        throw new IdxException(file, 0, "expected magic number " + magic + ", found " + found);
      }
      int[] sizes = new int[magic & 0xff];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = readSize(file, in, DIMENSIONS[i]);
      }
      int expected = dataLength(file, sizes);
      byte[] data = readData(file, in, expected);
      return new IdxFile(sizes, data, HexFormat.of().formatHex(digest.digest()));
    }
  }

  /** The rest of a file, which has to be of so many bytes. */
  static byte[] readData(Path file, IdxInput in, int expected) throws IOException {
    long end = in.position() + expected;
    // Grows with what is really there, so that a header which lies costs no memory.
    byte[] data = in.readNBytes(expected);
    if (data.length < expected) {
      throw new IdxException(
          file, in.position(), "expected " + end + " bytes as the header says, found the end");
    }
    if (in.read() >= 0) {
      throw new IdxException(file, end, "expected the end as the header says, found more bytes");
    }
    return data;
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static int readInt(Path file, IdxInput in, String what) throws IOException {
    long start = in.position();
    byte[] bytes = in.readNBytes(Integer.BYTES);
    if (bytes.length < Integer.BYTES) {
      throw new IdxException(
          file, start, "expected " + what + ", found the end after " + bytes.length + " bytes");
    }
    return ByteBuffer.wrap(bytes).getInt();
  }

  static int readSize(Path file, IdxInput in, String what) throws IOException {
    long start = in.position();
    int size = readInt(file, in, what);
    if (size < 1) {
      throw new IdxException(
          file,
          start,
          "expected " + what + " of 1 to 2147483647, found " + Integer.toUnsignedString(size));
    }
    return size;
  }

  private static int dataLength(Path file, int[] sizes) throws IdxException {
    long image = sizes.length == 1 ? 1 : (long) sizes[1] * sizes[2];
    if (image > MAX_IMAGE) {
      throw new IdxException(
          file,
          2 * Integer.BYTES,
          "expected images of at most %d pixels, found %d x %d"
              .formatted(MAX_IMAGE, sizes[2], sizes[1]));
    }
    // Both factors are below 2^31, so that the product cannot overflow.
    long length = sizes[0] * image;
    long limit = ImageSet.mostPixels();
    if (length > limit) {
      throw new IdxException(
          file,
          Integer.BYTES,
          "expected at most %d bytes of data (a third of the heap, or 1 GiB), found a header of %d"
              .formatted(limit, length));
    }
    return (int) length;
  }
}
