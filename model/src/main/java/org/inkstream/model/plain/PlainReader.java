package org.inkstream.model.plain;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes numbers from a file that anybody may have written. */
final class PlainReader {

  private final ByteBuffer bytes;

  PlainReader(byte[] file) {
    this.bytes = ByteBuffer.wrap(file);
  }

  /** The next number, which must be within bounds. */
  int count(String what, int least, int most) throws IOException {
    require(what, 1);
    int found = bytes.getInt();
    if (found < least || found > most) {
      throw new IOException("%s is %d, must be %d to %d".formatted(what, found, least, most));
    }
    return found;
  }

  /** The next numbers; no memory is taken before it is known that they are there. */
  int[] integers(String what, long count) throws IOException {
    require(what, count);
    int[] numbers = new int[(int) count];
    bytes.asIntBuffer().get(numbers);
    bytes.position(bytes.position() + numbers.length * Integer.BYTES);
    return numbers;
  }

  /** The next numbers, each of which must be finite. */
  float[] floats(String what, long count) throws IOException {
    require(what, count);
    float[] numbers = new float[(int) count];
    bytes.asFloatBuffer().get(numbers);
    bytes.position(bytes.position() + numbers.length * Float.BYTES);
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        throw new IOException(what + " has " + number + " among its numbers");
      }
    }
    return numbers;
  }

  void requireEnd() throws IOException {
    if (bytes.hasRemaining()) {
      throw new IOException(bytes.remaining() + " bytes too many");
    }
  }

  private void require(String what, long numbers) throws IOException {
    if (numbers > bytes.remaining() / Integer.BYTES) {
      throw new IOException(
          "%s needs %d numbers, %d bytes are left".formatted(what, numbers, bytes.remaining()));
    }
  }
}
