package org.inkstream.model.drift;

/**
 * Reads what {@link PackedWriter} wrote. Anything else is an IllegalArgumentException, and never
 * takes more memory than the bytes themselves.
 */
final class PackedReader {

  private final byte[] bytes;
  private int next;

  PackedReader(byte[] bytes) {
    this.bytes = bytes;
  }

  long count() {
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte one = one();
      number |= (long) (one & 0x7F) << shift;
      if (one >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }

  long signed() {
    long number = count();
    return (number >>> 1) ^ -(number & 1);
  }

  double real() {
    long bits = 0;
    for (int shift = 0; shift < 64; shift += 8) {
      bits |= (one() & 0xFFL) << shift;
    }
    return Double.longBitsToDouble(bits);
  }

  /** A length that the remaining bytes can hold. */
  int length() {
    long length = count();
    if (length < 0 || length > bytes.length - next) {
      throw new IllegalArgumentException("a length of " + length);
    }
    return (int) length;
  }

  long[] counts() {
    long[] numbers = new long[length()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = count();
    }
    return numbers;
  }

  boolean hasMore() {
    return next < bytes.length;
  }

  void end() {
    if (next != bytes.length) {
      throw new IllegalArgumentException((bytes.length - next) + " bytes too many");
    }
  }

  private byte one() {
    if (next == bytes.length) {
      throw new IllegalArgumentException("cut short");
    }
    return bytes[next++];
  }
}
