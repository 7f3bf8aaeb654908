package org.inkstream.model.scorer;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The head of a file of weights: ND4J asks for as much memory as it says, and native code reads
 * where it says, so that it must agree with what follows.
 */
final class Coefficients {

  /** What ND4J's {@code ArrayOptions} has for an ordinary array of FLOAT. */
  private static final long FLOATS = 8192;

  private static final int MOST_RANK = 2;

  private Coefficients() {}

  /**
   * The number of weights.
   *
   * @throws IOException if it is not one array of so many floats, or does not end with them
   */
  static long count(byte[] file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(file);
    try {
      long[] shape = shape(in);
      long count = length(in, "FLOAT");
      if (count * Float.BYTES != in.remaining() || !covers(shape, count)) {
        throw new IOException(
            "the weights' head and the %d bytes behind it disagree".formatted(in.remaining()));
      }
      return count;
    } catch (BufferUnderflowException e) {
      throw new IOException("the weights end within their head", e);
    }
  }

  /** Rank, dimensions, strides, kind, stride of elements, order. */
  private static long[] shape(ByteBuffer in) throws IOException {
    long length = length(in, "LONG");
    if (length != 2 + 4 && length != 2 * MOST_RANK + 4) {
      throw new IOException("the weights are no vector");
    }
    long[] shape = new long[(int) length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.getLong();
    }
    // Divided, not multiplied: twice a rank of 2^63 + 1 is 2.
    if (shape[0] != (length - 4) / 2 || shape[shape.length - 3] != FLOATS) {
      throw new IOException("the weights are no ordinary vector of floats");
    }
    return shape;
  }

  /** True if the dimensions hold so many values and the strides lead to no other place. */
  private static boolean covers(long[] shape, long count) {
    int rank = (int) shape[0];
    long values = 1;
    long last = 0;
    for (int d = 0; d < rank; d++) {
      long size = shape[1 + d];
      long stride = shape[1 + rank + d];
      if (size < 1 || size > count || stride < 0 || stride > count) {
        return false;
      }
      values *= size;
      last += (size - 1) * stride;
      if (values > count || last >= count) {
        return false;
      }
    }
    return values == count;
  }

  private static long length(ByteBuffer in, String type) throws IOException {
    String mode = text(in);
    long length = in.getLong();
    String found = text(in);
    if (!mode.equals("MIXED_DATA_TYPES") || !found.equals(type) || length < 0 || length > 1 << 26) {
      throw new IOException("the weights are stored in a way that is not read here");
    }
    return length;
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
    in.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
