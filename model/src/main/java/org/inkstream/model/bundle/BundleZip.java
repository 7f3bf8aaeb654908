package org.inkstream.model.bundle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The zip around a bundle's parts: the same parts always give the same bytes. */
final class BundleZip {

  static final String MANIFEST = "manifest.json";
  static final String SIGNATURES = "signatures.json";
  static final String NETWORK = "network.zip";
  static final String MODEL = "model.bin";
  static final String PROFILE = "profile.json";
  static final String GOLDEN = "golden.json";
  static final String CARD = "card.md";

  /** Every name that a part may have, in their order. */
  private static final List<String> NAMES =
      List.of(MANIFEST, SIGNATURES, NETWORK, MODEL, PROFILE, GOLDEN, CARD);

  /** All parts together, unpacked: sixteen million weights. More is a zip bomb. */
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  /** What ends every zip without a comment: a signature, and among others where its index is. */
  private static final int END_BYTES = 22;

  private static final int END_SIGNATURE = 0x06054b50;

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private BundleZip() {}

  static byte[] pack(Map<String, byte[]> parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : NAMES) {
        if (parts.containsKey(name)) {
          put(zip, name, parts.get(name));
        }
      }
    }
    return out.toByteArray();
  }

  /**
   * The parts by name.
   *
   * @throws RefusedException if it is no zip, not the whole of one, too large unpacked, or holds
   *     something that no bundle has
   */
  static Map<String, byte[]> unpack(byte[] file) throws RefusedException {
    requireEnd(file);
    Map<String, byte[]> parts = new LinkedHashMap<>();
    int left = MAX_BYTES;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!NAMES.contains(entry.getName())) {
          throw unreadable("it holds '%s', which no bundle has".formatted(printable(entry)));
        }
        byte[] bytes = zip.readNBytes(left + 1);
        if (bytes.length > left) {
          throw unreadable("its parts are larger than " + MAX_BYTES + " bytes");
        }
        left -= bytes.length;
        if (parts.put(entry.getName(), bytes) != null) {
          throw unreadable("it holds " + entry.getName() + " twice");
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      // The latter for a name that is no UTF-8.
      throw new RefusedException(
          RefusalReason.UNREADABLE_BUNDLE, "damaged zip: " + BundleReader.firstLine(e), e);
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
      throw unreadable("not a zip, or not the whole of one");
    }
  }

  private static RefusedException unreadable(String detail) {
    return new RefusedException(RefusalReason.UNREADABLE_BUNDLE, detail);
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static String printable(ZipEntry entry) {
    String name = entry.getName().replaceAll("\\p{Cntrl}", "?");
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }
}
