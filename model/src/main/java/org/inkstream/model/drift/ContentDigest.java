package org.inkstream.model.drift;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The first 16 hexadecimal digits of a SHA-256 over numbers, bit by bit, and names. (Not over JSON,
 * whose digits differ between Java versions.) Guards against mix-ups, not against forgery.
 */
final class ContentDigest {

  private final MessageDigest sha256;

  ContentDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  ContentDigest add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // The length first, so that ("ab", "c") and ("a", "bc") differ.
    add(bytes.length);
    sha256.update(bytes);
    return this;
  }

  ContentDigest add(long number) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      sha256.update((byte) (number >>> shift));
    }
    return this;
  }

  ContentDigest add(double number) {
    return add(Double.doubleToLongBits(number));
  }

  ContentDigest add(double[] numbers) {
    add(numbers.length);
    for (double number : numbers) {
      add(number);
    }
    return this;
  }

  ContentDigest add(long[] numbers) {
    add(numbers.length);
    for (long number : numbers) {
      add(number);
    }
    return this;
  }

  ContentDigest add(float[] numbers) {
    add(numbers.length);
    for (float number : numbers) {
      add(Float.floatToIntBits(number));
    }
    return this;
  }

  ContentDigest add(Projection projection) {
    return add(projection.mean()).add(projection.components()).add(projection.variances());
  }

  String value() {
    return HexFormat.of().formatHex(sha256.digest(), 0, 8);
  }
}
