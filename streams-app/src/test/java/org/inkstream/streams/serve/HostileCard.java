package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.inkstream.model.bundle.Sha256;

/** Bundles with cards that no writer of ours would write. */
final class HostileCard {

  private HostileCard() {}

  /** The bundle with this text as its card, and the digest in its manifest that it should have. */
  static byte[] in(byte[] bundle, String text) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream from = new ZipInputStream(new ByteArrayInputStream(bundle));
        ZipOutputStream to = new ZipOutputStream(out)) {
      for (ZipEntry entry = from.getNextEntry(); entry != null; entry = from.getNextEntry()) {
        parts.put(entry.getName(), from.readAllBytes());
      }
      String digest = Sha256.of(parts.put("card.md", text.getBytes(UTF_8)));
      parts.compute(
          "manifest.json",
          (name, manifest) ->
              new String(manifest, UTF_8)
                  .replace(digest, Sha256.of(text.getBytes(UTF_8)))
                  .getBytes(UTF_8));
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        to.putNextEntry(new ZipEntry(part.getKey()));
        to.write(part.getValue());
        to.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("in memory", e);
    }
    return out.toByteArray();
  }
}
