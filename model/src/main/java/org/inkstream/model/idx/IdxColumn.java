package org.inkstream.model.idx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Whole numbers from an IDX file of one dimension, such as the writer of each image: of unsigned or
 * signed bytes, 16-bit or 32-bit integers, big-endian.
 */
public final class IdxColumn {

  private static final int DIMENSIONS_BYTE = 3;

  private IdxColumn() {}

  /**
   * Whether a plain or gzipped file begins as IDX files do, with two bytes of zero, which no text
   * does.
   *
   * @throws IOException if it cannot be read
   */
  public static boolean isIdx(Path file) throws IOException {
    try (InputStream in = DataSets.open(file)) {
      return Arrays.equals(in.readNBytes(2), new byte[2]);
    }
  }

  /**
   * Reads the numbers.
   *
   * @return at least one
   * @throws IdxException if the file is not of one dimension or not of integers, or has fewer or
   *     more bytes than it says
   * @throws IOException if it cannot be read
   */
  public static int[] read(Path file) throws IOException {
    try (IdxInput in = IdxInput.open(file, IdxFile.newDigest())) {
      int magic = IdxFile.readInt(file, in, "the magic number of an IDX file");
      int width = width(file, magic);
      int dimensions = magic & 0xff;
      int count = IdxFile.readSize(file, in, "count");
      if (dimensions != 1) {
        String second =
            dimensions == 2 ? " of " + count + " x " + IdxFile.readSize(file, in, "columns") : "";
        throw new IdxException(
            file,
            DIMENSIONS_BYTE,
            "expected one dimension, a number for each image, found %d dimensions%s"
                .formatted(dimensions, second));
      }
      if (count > ImageSet.mostPixels() / (2 * Integer.BYTES)) {
        throw new IdxException(
            file, Integer.BYTES, "too many numbers to be held: %d".formatted(count));
      }
      byte[] data = IdxFile.readData(file, in, count * width);
      int[] numbers = new int[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = number(magic, ByteBuffer.wrap(data, i * width, width));
      }
      return numbers;
    }
  }

  private static int width(Path file, int magic) throws IdxException {
    return switch (magic >>> 8) {
      case 0x08, 0x09 -> Byte.BYTES;
      case 0x0b -> Short.BYTES;
      case 0x0c -> Integer.BYTES;
      default ->
          throw new IdxException(
              file,
              0,
              "expected an IDX file of integers (types 8, 9, 11 and 12), found magic number "
                  + magic);
    };
  }

  private static int number(int magic, ByteBuffer bytes) {
    return switch (magic >>> 8) {
      case 0x08 -> bytes.get() & 0xff;
      case 0x09 -> bytes.get();
      case 0x0b -> bytes.getShort();
      default -> bytes.getInt();
    };
  }
}
