package org.inkstream.model.bundle;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.inkstream.model.drift.ProfileJson;
import org.inkstream.model.drift.ProfileReading;
import org.inkstream.model.drift.ReferenceProfile;

/**
 * The bundle as a file: a zip of {@code manifest.json}, {@code network.zip}, {@code profile.json}
 * and {@code golden.json}, of which the manifest names the others' digests. The same bundle always
 * gives the same bytes.
 */
public final class BundleFile {

  private static final String MANIFEST = "manifest.json";
  private static final String NETWORK = "network.zip";
  private static final String PROFILE = "profile.json";
  private static final String GOLDEN = "golden.json";

  /** All parts together, unpacked: sixteen million weights. More is a zip bomb. */
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  /** What ends every zip without a comment: a signature, and among others where its index is. */
  private static final int END_BYTES = 22;

  private static final int END_SIGNATURE = 0x06054b50;

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);
  private static final TypeReference<List<GoldenRow>> GOLDEN_ROWS = new TypeReference<>() {};
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private BundleFile() {}

  /** The bytes of a bundle. */
  public static byte[] bytes(Bundle bundle) {
    try {
      Map<String, byte[]> parts = new LinkedHashMap<>();
      parts.put(NETWORK, bundle.network());
      parts.put(PROFILE, ProfileJson.write(bundle.profile()));
      parts.put(GOLDEN, JSON.writeValueAsBytes(bundle.golden()));
      Map<String, String> digests = new TreeMap<>();
      parts.forEach((name, bytes) -> digests.put(name, Sha256.of(bytes)));
      byte[] manifest =
          JSON.writerWithDefaultPrettyPrinter()
              .writeValueAsBytes(bundle.manifest().withParts(digests));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(out)) {
        put(zip, MANIFEST, manifest);
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
          put(zip, part.getKey(), part.getValue());
        }
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /**
   * Writes a bundle so that the file is there whole or not at all.
   *
   * @throws IOException if it cannot be written; nothing is left behind
   */
  public static void write(Path file, Bundle bundle) throws IOException {
    Path target = file.toAbsolutePath();
    // Not createTempFile, whose files only their owner may read.
    Path temporary = target.resolveSibling(".bundle-" + UUID.randomUUID() + ".tmp");
    try {
      Files.write(temporary, bytes(bundle), StandardOpenOption.CREATE_NEW);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Reads a bundle and checks that its parts have the digests its manifest names. The network is
   * not loaded; {@link Gate} does.
   *
   * @throws RefusedException if it is no bundle, damaged, or of a later form
   */
  public static Bundle read(byte[] file) throws RefusedException {
    Map<String, byte[]> parts = unzip(file);
    Manifest manifest = manifest(part(parts, MANIFEST));
    for (String name : List.of(NETWORK, PROFILE, GOLDEN)) {
      String found = Sha256.of(part(parts, name));
      if (!found.equals(manifest.parts().get(name))) {
        throw new RefusedException(
            RefusalReason.WRONG_DIGEST,
            "%s has digest %s, the manifest names %s"
                .formatted(name, found, manifest.parts().get(name)));
      }
    }
    return new Bundle(
        manifest, parts.get(NETWORK), profile(parts.get(PROFILE)), golden(parts.get(GOLDEN)));
  }

  private static Manifest manifest(byte[] json) throws RefusedException {
    try {
      var tree = JSON.readTree(json);
      // Not asInt(), for which "1.5" is 1.
      int format = tree.path("format").isInt() ? tree.path("format").intValue() : -1;
      if (format != Manifest.FORMAT) {
        throw new RefusedException(
            RefusalReason.UNSUPPORTED_FORMAT,
            "bundle form " + format + "; this release reads " + Manifest.FORMAT);
      }
      return JSON.treeToValue(tree, Manifest.class);
    } catch (IOException e) {
      throw new RefusedException(RefusalReason.BAD_MANIFEST, firstLine(e), e);
    }
  }

  private static ReferenceProfile profile(byte[] json) throws RefusedException {
    ProfileReading reading = ProfileJson.read(json);
    if (reading instanceof ProfileReading.Read found) {
      return found.profile();
    }
    throw new RefusedException(
        RefusalReason.BAD_PROFILE,
        String.join("; ", ((ProfileReading.Unusable) reading).problems()));
  }

  private static List<GoldenRow> golden(byte[] json) throws RefusedException {
    try {
      List<GoldenRow> rows = JSON.readValue(json, GOLDEN_ROWS);
      if (rows == null || rows.isEmpty() || rows.contains(null)) {
        throw new RefusedException(
            RefusalReason.UNREADABLE_BUNDLE, GOLDEN + ": no golden rows, or null among them");
      }
      return rows;
    } catch (IOException e) {
      throw new RefusedException(RefusalReason.UNREADABLE_BUNDLE, GOLDEN + ": " + firstLine(e), e);
    }
  }

  private static Map<String, byte[]> unzip(byte[] file) throws RefusedException {
    requireEnd(file);
    Map<String, byte[]> parts = new TreeMap<>();
    int left = MAX_BYTES;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] bytes = zip.readNBytes(left + 1);
        if (bytes.length > left) {
          throw new RefusedException(
              RefusalReason.UNREADABLE_BUNDLE, "its parts are larger than " + MAX_BYTES + " bytes");
        }
        left -= bytes.length;
        parts.put(entry.getName(), bytes);
      }
    } catch (IOException e) {
      throw new RefusedException(
          RefusalReason.UNREADABLE_BUNDLE, "damaged zip: " + firstLine(e), e);
    }
    return parts;
  }

  // Java reads a zip from its front and would not miss the index behind the parts.
  private static void requireEnd(byte[] file) throws RefusedException {
    int end = file.length - END_BYTES;
    ByteBuffer zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (end < 0
        || zip.getInt(end) != END_SIGNATURE
        || (long) zip.getInt(end + 12) + zip.getInt(end + 16) != end) {
      throw new RefusedException(
          RefusalReason.UNREADABLE_BUNDLE, "not a zip, or not the whole of one");
    }
  }

  private static byte[] part(Map<String, byte[]> parts, String name) throws RefusedException {
    byte[] bytes = parts.get(name);
    if (bytes == null) {
      throw new RefusedException(RefusalReason.UNREADABLE_BUNDLE, name + " is missing");
    }
    return bytes;
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }
}
