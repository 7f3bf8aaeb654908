package org.inkstream.model.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.inkstream.model.drift.ProfileJson;
import org.inkstream.model.plain.PlainFile;
import org.inkstream.model.signing.DetachedSignature;
import org.inkstream.model.signing.SigningKey;

/**
 * The bundle as a file: a zip of {@code manifest.json}, {@code network.zip} or, for a plain model,
 * {@code model.bin}, {@code profile.json}, {@code golden.json} and, since there are model cards,
 * {@code card.md}, of which the manifest names the others' digests, and, if it is signed, {@code
 * signatures.json} with signatures of the manifest's bytes. The same bundle always gives the same
 * bytes.
 */
public final class BundleFile {

  private BundleFile() {}

  /** The bytes of a bundle, not signed. */
  public static byte[] bytes(Bundle bundle) {
    try {
      Map<String, byte[]> parts = new LinkedHashMap<>();
      byte[] network = bundle.network();
      parts.put(PlainFile.isOne(network) ? BundleZip.MODEL : BundleZip.NETWORK, network);
      parts.put(BundleZip.PROFILE, ProfileJson.write(bundle.profile()));
      parts.put(BundleZip.GOLDEN, BundleReader.JSON.writeValueAsBytes(bundle.golden()));
      bundle.card().ifPresent(card -> parts.put(BundleZip.CARD, card.bytes()));
      Map<String, String> digests = new TreeMap<>();
      parts.forEach((name, bytes) -> digests.put(name, Sha256.of(bytes)));
      parts.put(
          BundleZip.MANIFEST,
          BundleReader.JSON
              .writerWithDefaultPrettyPrinter()
              .writeValueAsBytes(bundle.manifest().withParts(digests)));
      return BundleZip.pack(parts);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /**
   * The bundle with a signature by this key, beside those of other keys. All else stays as it is,
   * byte by byte; what is signed by the key already stays the same file.
   *
   * @throws RefusedException if it is no bundle, damaged, or of a later form
   */
  public static byte[] signed(byte[] file, SigningKey key) throws RefusedException {
    BundleReader bundle = BundleReader.open(file);
    DetachedSignature own = key.sign(bundle.manifestBytes());
    List<DetachedSignature> signatures = new ArrayList<>();
    for (DetachedSignature other : bundle.signatures()) {
      if (!other.keyId().equals(own.keyId())) {
        signatures.add(other);
      } else if (Arrays.equals(other.signature(), own.signature())) {
        return file.clone();
      }
    }
    signatures.add(own);
    try {
      Map<String, byte[]> parts = new LinkedHashMap<>(bundle.parts());
      parts.put(
          BundleZip.SIGNATURES,
          BundleReader.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(signatures));
      return BundleZip.pack(parts);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /**
   * The ids of the keys that a bundle says it is signed by, as it has them. A claim: only the gate
   * verifies it.
   *
   * @throws RefusedException if it is no bundle, damaged, or of a later form
   */
  public static List<String> signedBy(byte[] file) throws RefusedException {
    return BundleReader.open(file).signatures().stream().map(DetachedSignature::keyId).toList();
  }

  /**
   * What a bundle tells people; empty if it has no card.
   *
   * @throws RefusedException if it is no bundle, damaged, or of a later form, or if what should be
   *     a card is none
   */
  public static Optional<ModelCard> card(byte[] file) throws RefusedException {
    return BundleReader.open(file).card();
  }

  /**
   * Writes a bundle so that the file is there whole or not at all.
   *
   * @throws IOException if it cannot be written; nothing is left behind
   */
  public static void write(Path file, Bundle bundle) throws IOException {
    write(file, bytes(bundle));
  }

  /**
   * Writes the bytes of a bundle so that the file is there whole or not at all.
   *
   * @throws IOException if it cannot be written; nothing is left behind
   */
  public static void write(Path file, byte[] bundle) throws IOException {
    Path target = file.toAbsolutePath();
    // Not createTempFile, whose files only their owner may read.
    Path temporary = target.resolveSibling(".bundle-" + UUID.randomUUID() + ".tmp");
    try {
      Files.write(temporary, bundle, StandardOpenOption.CREATE_NEW);
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
   * not loaded, and signatures are not verified; {@link Gate} does.
   *
   * @throws RefusedException if it is no bundle, damaged, or of a later form
   */
  public static Bundle read(byte[] file) throws RefusedException {
    return BundleReader.open(file).bundle();
  }
}
