package org.inkstream.model.plain;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Gathers the numbers of a file, big-endian. Not safe for use by many threads. */
public final class PlainWriter {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  PlainWriter() {}

  void add(int... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Integer.BYTES));
    buffer.asIntBuffer().put(numbers);
    bytes.writeBytes(buffer.array());
  }

  void add(float... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(numbers.length, Float.BYTES));
    buffer.asFloatBuffer().put(numbers);
    bytes.writeBytes(buffer.array());
  }

  byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
