package org.inkstream.model.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A bundle cut into records that fit a broker's default limits. */
final class Chunks {

  /** Well under the megabyte that brokers and producers allow by default. */
  static final int BYTES = 256 * 1024;

  private Chunks() {}

  static List<byte[]> cut(byte[] bundle) {
    List<byte[]> chunks = new ArrayList<>();
    for (int from = 0; from < bundle.length; from += BYTES) {
      chunks.add(Arrays.copyOfRange(bundle, from, Math.min(bundle.length, from + BYTES)));
    }
    return chunks;
  }

  static byte[] key(String version, int index) {
    return String.format(Locale.ROOT, "%s/%05d", version, index).getBytes(StandardCharsets.UTF_8);
  }
}
