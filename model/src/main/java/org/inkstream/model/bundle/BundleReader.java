package org.inkstream.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inkstream.model.drift.ProfileJson;
import org.inkstream.model.drift.ProfileReading;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.plain.PlainFile;
import org.inkstream.model.signing.DetachedSignature;

/**
 * A bundle file that is read step by step, so that nothing is made of a part before it is known to
 * be the one that the manifest names and, if need be, whose manifest that is.
 */
final class BundleReader {

  private static final int MOST_SIGNATURES = 16;

  private static final TypeReference<List<GoldenRow>> GOLDEN_ROWS = new TypeReference<>() {};
  private static final TypeReference<List<DetachedSignature>> LIST_OF_SIGNATURES =
      new TypeReference<>() {};
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private final Map<String, byte[]> parts;
  private final Manifest manifest;
  private final byte[] network;

  private BundleReader(Map<String, byte[]> parts, Manifest manifest, byte[] network) {
    this.parts = parts;
    this.manifest = manifest;
    this.network = network;
  }

  /**
   * Unpacks and reads the manifest, and checks that the other parts have the digests it names.
   *
   * @throws RefusedException if it is no bundle, damaged, or of a later form
   */
  static BundleReader open(byte[] file) throws RefusedException {
    Map<String, byte[]> parts = BundleZip.unpack(file);
    Manifest manifest = manifest(part(parts, BundleZip.MANIFEST));
    String network = networkPart(parts);
    for (String name : namedParts(parts, manifest, network)) {
      String found = Sha256.of(part(parts, name));
      if (!found.equals(manifest.parts().get(name))) {
        throw new RefusedException(
            RefusalReason.WRONG_DIGEST,
            "%s has digest %s, the manifest names %s"
                .formatted(name, found, manifest.parts().get(name)));
      }
    }
    if (PlainFile.isOne(parts.get(network)) != network.equals(BundleZip.MODEL)) {
      throw new RefusedException(
          RefusalReason.UNREADABLE_BUNDLE, network + " holds a model of the other form");
    }
    return new BundleReader(parts, manifest, parts.get(network));
  }

  Manifest manifest() {
    return manifest;
  }

  /** The parts as they are, by name. */
  Map<String, byte[]> parts() {
    return parts;
  }

  /** What is signed. */
  byte[] manifestBytes() {
    return parts.get(BundleZip.MANIFEST);
  }

  /** What Deeplearning4j's ModelSerializer or a plain file's writer is said to have written. */
  byte[] network() {
    return network;
  }

  /**
   * The signatures, not verified.
   *
   * @throws RefusedException if the part that should hold some cannot be read
   */
  List<DetachedSignature> signatures() throws RefusedException {
    byte[] json = parts.get(BundleZip.SIGNATURES);
    if (json == null) {
      return List.of();
    }
    try {
      List<DetachedSignature> found = JSON.readValue(json, LIST_OF_SIGNATURES);
      if (found == null || found.contains(null) || found.size() > MOST_SIGNATURES) {
        throw new RefusedException(
            RefusalReason.UNREADABLE_BUNDLE,
            BundleZip.SIGNATURES + ": no list, null in it, or more than " + MOST_SIGNATURES);
      }
      return found;
    } catch (IOException e) {
      throw new RefusedException(
          RefusalReason.UNREADABLE_BUNDLE, BundleZip.SIGNATURES + ": " + JsonProblem.of(e), e);
    }
  }

  /**
   * The whole of it. The network is not loaded.
   *
   * @throws RefusedException if the profile or the golden rows cannot be read
   */
  Bundle bundle() throws RefusedException {
    return new Bundle(
        manifest,
        network(),
        profile(parts.get(BundleZip.PROFILE)),
        golden(parts.get(BundleZip.GOLDEN)),
        card());
  }

  /**
   * What it tells people.
   *
   * @throws RefusedException if the part that should be a card is none
   */
  Optional<ModelCard> card() throws RefusedException {
    byte[] text = parts.get(BundleZip.CARD);
    try {
      return Optional.ofNullable(text).map(ModelCard::of);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          RefusalReason.UNREADABLE_BUNDLE, BundleZip.CARD + ": " + e.getMessage(), e);
    }
  }

  /** The parts whose digests the manifest must name; a card is one if either side has it. */
  private static List<String> namedParts(
      Map<String, byte[]> parts, Manifest manifest, String network) {
    boolean card =
        parts.containsKey(BundleZip.CARD) || manifest.parts().containsKey(BundleZip.CARD);
    return card
        ? List.of(network, BundleZip.PROFILE, BundleZip.GOLDEN, BundleZip.CARD)
        : List.of(network, BundleZip.PROFILE, BundleZip.GOLDEN);
  }

  private static Manifest manifest(byte[] json) throws RefusedException {
    try {
      JsonNode tree = JSON.readTree(json);
      JsonNode format = tree.path("format");
      if (format.isMissingNode()) {
        throw new RefusedException(RefusalReason.BAD_MANIFEST, "format is missing");
      }
      // Not asInt(), for which "1.5" is 1.
      if (!format.isInt() || format.intValue() != Manifest.FORMAT) {
        throw new RefusedException(
            RefusalReason.UNSUPPORTED_FORMAT,
            "bundle form " + format + "; this release reads " + Manifest.FORMAT);
      }
      return JSON.treeToValue(tree, Manifest.class);
    } catch (IOException e) {
      throw new RefusedException(RefusalReason.BAD_MANIFEST, JsonProblem.of(e), e);
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
            RefusalReason.UNREADABLE_BUNDLE,
            BundleZip.GOLDEN + ": no golden rows, or null among them");
      }
      return rows;
    } catch (IOException e) {
      throw new RefusedException(
          RefusalReason.UNREADABLE_BUNDLE, BundleZip.GOLDEN + ": " + JsonProblem.of(e), e);
    }
  }

  /** The model is in one part of two names, by its form. */
  private static String networkPart(Map<String, byte[]> parts) throws RefusedException {
    boolean plain = parts.containsKey(BundleZip.MODEL);
    if (plain && parts.containsKey(BundleZip.NETWORK)) {
      throw new RefusedException(
          RefusalReason.UNREADABLE_BUNDLE,
          "it holds both " + BundleZip.NETWORK + " and " + BundleZip.MODEL);
    }
    return plain ? BundleZip.MODEL : BundleZip.NETWORK;
  }

  private static byte[] part(Map<String, byte[]> parts, String name) throws RefusedException {
    byte[] bytes = parts.get(name);
    if (bytes == null) {
      throw new RefusedException(RefusalReason.UNREADABLE_BUNDLE, name + " is missing");
    }
    return bytes;
  }

  static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }
}
