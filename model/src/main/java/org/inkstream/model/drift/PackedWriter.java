package org.inkstream.model.drift;

import java.util.Arrays;

/** Whole numbers as bytes, small ones in few: seven bits a byte, the lowest first, as in LEB128. */
final class PackedWriter {

  private byte[] bytes = new byte[1 << 12];
  private int length;

  /** A number, not negative. */
  PackedWriter count(long number) {
    long left = number;
    while ((left & ~0x7FL) != 0) {
      write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    write((int) left);
    return this;
  }

  /** Any number; small ones of both signs take few bytes. */
  PackedWriter signed(long number) {
    return count((number << 1) ^ (number >> 63));
  }

  /** All 64 bits. */
  PackedWriter real(double number) {
    long bits = Double.doubleToLongBits(number);
    for (int shift = 0; shift < 64; shift += 8) {
      write((int) (bits >>> shift));
    }
    return this;
  }

  /** Their number and they. */
  PackedWriter counts(long[] numbers) {
    count(numbers.length);
    for (long number : numbers) {
      count(number);
    }
    return this;
  }

  private void write(int one) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) one;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
