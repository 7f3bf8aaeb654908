package org.inkstream.model.drift;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Arrays as Base64 of their bytes, lowest first: exact, and a third of the digits. */
final class PackedNumbers {

  private PackedNumbers() {}

  static String of(float[] numbers) {
    ByteBuffer bytes = buffer(numbers.length * Float.BYTES);
    bytes.asFloatBuffer().put(numbers);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  static String of(long[] numbers) {
    ByteBuffer bytes = buffer(numbers.length * Long.BYTES);
    bytes.asLongBuffer().put(numbers);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** Finite numbers; a problem and an empty array if there are not so many. */
  static float[] floats(CheckedFields fields, String name, long expected) {
    byte[] bytes = bytes(fields, name, expected, Float.BYTES);
    float[] numbers = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        fields.problem(name, "are not all finite");
        return new float[0];
      }
    }
    return numbers;
  }

  /** Any numbers; a problem and an empty array if there are not so many. */
  static long[] longs(CheckedFields fields, String name, long expected) {
    byte[] bytes = bytes(fields, name, expected, Long.BYTES);
    long[] numbers = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(numbers);
    return numbers;
  }

  private static byte[] bytes(CheckedFields fields, String name, long expected, int width) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(fields.anyText(name));
    } catch (IllegalArgumentException e) {
      fields.problem(name, "is not Base64");
      return new byte[0];
    }
    if (bytes.length != expected * width) {
      fields.problem(name, "has " + bytes.length + " bytes instead of " + expected * width);
      return new byte[0];
    }
    return bytes;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
