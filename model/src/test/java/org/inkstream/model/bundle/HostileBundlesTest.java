package org.inkstream.model.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.inkstream.model.scorer.RandomNetworks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bundles damaged by chance and by malice, all through the whole gate: each is refused for a right
 * reason, and nothing stays loaded. The seed is part of the name, so that a failure can be
 * repeated.
 */
class HostileBundlesTest {

  private static final Bundle SOUND = Bundles.sound();
  private static final byte[] FILE = BundleFile.bytes(SOUND);
  private static final int EACH = 40;

  /** What damage that nobody designed may be called. */
  private static final Set<RefusalReason> DAMAGED =
      EnumSet.of(RefusalReason.UNREADABLE_BUNDLE, RefusalReason.WRONG_DIGEST);

  private static final Map<RefusalReason, Integer> SEEN = new TreeMap<>();

  /** Damage by chance: what was done, and the bytes. */
  static Stream<Arguments> byChance() {
    List<Arguments> corpus = new ArrayList<>();
    for (int seed = 0; seed < EACH; seed++) {
      corpus.add(Arguments.of("bits flipped, seed " + seed, flipped(new Random(seed))));
      corpus.add(Arguments.of("pieces swapped, seed " + seed, swapped(new Random(seed))));
      corpus.add(Arguments.of("a piece twice, seed " + seed, doubled(new Random(seed))));
      corpus.add(Arguments.of("a piece missing, seed " + seed, shortened(new Random(seed))));
      corpus.add(Arguments.of("a part replaced, seed " + seed, replaced(new Random(seed))));
    }
    return corpus.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("byChance")
  void shouldRefuseDamage(String what, byte[] file) {
    assertThat(refuse(file).reason()).as(what).isIn(DAMAGED);
  }

  /** Network files damaged within a bundle whose digests agree, as only its maker can do it. */
  static Stream<Arguments> networks() {
    List<Arguments> corpus = new ArrayList<>();
    for (int seed = 0; seed < EACH; seed++) {
      Random random = new Random(1_000 + seed);
      Map<String, byte[]> parts = Bundles.parts(SOUND.network());
      String name = random.nextBoolean() ? "configuration.json" : "coefficients.bin";
      byte[] part = parts.get(name).clone();
      // Within the head of the weights, where lengths are.
      int end = name.equals("coefficients.bin") ? 113 : part.length;
      for (int i = 0; i <= random.nextInt(3); i++) {
        part[random.nextInt(end)] ^= (byte) (1 << random.nextInt(8));
      }
      parts.put(name, part);
      corpus.add(Arguments.of(name + ", seed " + seed, consistent(Bundles.zip(parts))));
    }
    return corpus.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void shouldRefuseADamagedNetworkOrOneThatIsTheSame(String what, byte[] file) {
    long before = Pointer.totalBytes();
    try {
      // A flipped bit may be in a setting for training, or in a name: the golden rows decide.
      Gate.load(file, 4).close();
    } catch (RefusedException e) {
      assertThat(e.reason())
          .as(what)
          .isIn(
              RefusalReason.UNREADABLE_NETWORK,
              RefusalReason.FOREIGN_CLASS,
              RefusalReason.WRONG_SHAPE,
              RefusalReason.BAD_PROFILE,
              RefusalReason.GOLDEN_ROWS_DIFFER,
              RefusalReason.ACCURACY_BELOW_FLOOR);
      SEEN.merge(e.reason(), 1, Integer::sum);
    }
    assertThat(Pointer.totalBytes() - before).isLessThan(1 << 20);
  }

  @Test
  void shouldRefuseNamesThatLeadOutOfTheZip() {
    for (String name :
        List.of(
            "../manifest.json", "/etc/passwd", "a/../../golden.json", "C:\\x", "golden.json/")) {
      Map<String, byte[]> parts = Bundles.parts(FILE);
      parts.put(name, new byte[10]);

      assertThat(refuse(Bundles.zip(parts)))
          .hasMessage("it holds '" + name + "', which no bundle has")
          .extracting(RefusedException::reason)
          .isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
    }
  }

  @Test
  void shouldRefuseAPartThatIsThereTwice() {
    Map<String, byte[]> parts = Bundles.parts(FILE);
    parts.put("golden.jsox", parts.get("golden.json"));
    byte[] twice =
        new String(Bundles.zip(parts), ISO_8859_1)
            .replace("golden.jsox", "golden.json")
            .getBytes(ISO_8859_1);

    assertThat(refuse(twice)).hasMessage("it holds golden.json twice");
  }

  @Test
  void shouldRefuseABombInsideTheNetwork() {
    Map<String, byte[]> parts = Bundles.parts(SOUND.network());
    parts.put("coefficients.bin", new byte[65 * 1024 * 1024]);
    byte[] file = consistent(Bundles.zip(parts));

    assertThat(file.length).isLessThan(1 << 20);
    assertThat(refuse(file).reason()).isEqualTo(RefusalReason.UNREADABLE_NETWORK);
  }

  @Test
  void shouldRefuseLengthsThatNoZipHas() {
    // The fields of the end of a zip's index, and of the first local head.
    for (int offset : new int[] {FILE.length - 10, FILE.length - 6, 18, 22, 26, 28}) {
      for (int value : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        byte[] file = FILE.clone();
        ByteBuffer zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(offset, value);
        if (!Arrays.equals(file, FILE)) {
          refuseOrSame(file);
        }
      }
    }
  }

  @Test
  void shouldRefuseWrongTypesInEveryFieldOfTheManifest() throws Exception {
    Map<String, byte[]> parts = Bundles.parts(FILE);
    var manifest =
        new com.fasterxml.jackson.databind.ObjectMapper().readTree(parts.get("manifest.json"));
    List<String> fields = new ArrayList<>();
    manifest.fieldNames().forEachRemaining(fields::add);
    assertThat(fields).hasSize(15);
    for (String field : fields) {
      for (String value : List.of("[[[]]]", "{\"a\":{\"b\":[1]}}", "\"\\u0000\"", "1e999")) {
        String json =
            ((com.fasterxml.jackson.databind.node.ObjectNode) manifest.deepCopy())
                .putRawValue(field, new com.fasterxml.jackson.databind.util.RawValue(value))
                .toString();
        parts.put("manifest.json", json.getBytes(UTF_8));
        byte[] file = Bundles.zip(parts);

        // Settings and measures are texts and numbers nobody here depends on.
        if (!Set.of("family", "dataDigest", "hyperparameters", "libraries", "metrics")
            .contains(field)) {
          RefusedException refused = refuseOrSame(file);
          if (refused != null) {
            assertThat(refused.reason())
                .as("%s: %s", field, value)
                .isIn(
                    RefusalReason.BAD_MANIFEST,
                    RefusalReason.UNSUPPORTED_FORMAT,
                    RefusalReason.WRONG_DIGEST);
          }
        } else {
          refuseOrSame(file);
        }
      }
    }
  }

  @Test
  void shouldRefuseInOneLineWhateverTextsABundleHas() {
    String manifest = new String(Bundles.parts(FILE).get("manifest.json"), UTF_8);
    String digest = sha256(SOUND.network());
    String forged = "x\\nevent=loaded version=" + "v".repeat(100_000);

    for (byte[] file :
        List.of(
            with("manifest.json", manifest.replace(digest, forged)),
            with("manifest.json", manifest.replace(SOUND.manifest().version(), forged)),
            withProfile("{\"a\\nb\": 1, \"a\\nb\": 2}"),
            withProfile("{\"a\\u2028\\u0085b\": 1, \"a\\u2028\\u0085b\": 2}"))) {
      String message = refuse(file).getMessage();

      assertThat(message).hasSizeLessThanOrEqualTo(500).doesNotContain("\n", "\u2028", "\u0085");
    }
  }

  @Test
  void shouldRefuseAFeatureMapLargerThanTheMemoryAsThatStep() {
    // A few weights, and 60,008 x 60,008 values of each image: 14 GB.
    byte[] network =
        RandomNetworks.padded(1, Bundles.SIDE, 30_000, Bundles.HIDDEN, Bundles.LABELS.size());
    assertThat(network.length).isLessThan(10_000);
    long before = Pointer.totalBytes();

    RefusedException refused = refuse(consistent(network));

    assertThat(refused.reason()).isEqualTo(RefusalReason.MEMORY);
    assertThat(refused.step()).contains(GateStep.MEMORY);
    assertThat(refused.steps().get(GateStep.LOAD.ordinal()).result())
        .isEqualTo(StepOutcome.Result.PASSED);
    assertThat(Pointer.totalBytes() - before).isLessThan(1 << 20);
  }

  @AfterAll
  static void shouldHaveSeenDifferentReasons() {
    // Or the corpus would be of one kind only.
    assertThat(SEEN.keySet())
        .contains(
            RefusalReason.UNREADABLE_BUNDLE,
            RefusalReason.WRONG_DIGEST,
            RefusalReason.UNREADABLE_NETWORK,
            RefusalReason.FOREIGN_CLASS);
  }

  private static RefusedException refuse(byte[] file) {
    try {
      Gate.load(file, 4).close();
    } catch (RefusedException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      assertThat(e.step()).isPresent();
      SEEN.merge(e.reason(), 1, Integer::sum);
      return e;
    }
    return fail("accepted");
  }

  /** The refusal; null if what was changed has no meaning and all parts are the same. */
  private static RefusedException refuseOrSame(byte[] file) {
    try {
      Gate.load(file, 4).close();
      return null;
    } catch (RefusedException e) {
      assertThat(e.getMessage()).doesNotContain("\n");
      return e;
    }
  }

  /** Within the packed bytes of a part, which every zip's checksum covers. */
  private static byte[] flipped(Random random) {
    byte[] file = FILE.clone();
    String name = List.of("network.zip", "profile.json", "golden.json").get(random.nextInt(3));
    int from = new String(file, ISO_8859_1).indexOf(name) + name.length() + 16;
    for (int i = 0; i <= random.nextInt(4); i++) {
      // One bit, and never the same twice.
      file[from + 37 * i + random.nextInt(37)] ^= (byte) (1 << random.nextInt(8));
    }
    return file;
  }

  private static byte[] swapped(Random random) {
    int size = 64 + random.nextInt(200);
    int a = random.nextInt(FILE.length / 2 - size);
    int b = FILE.length / 2 + random.nextInt(FILE.length / 2 - size);
    byte[] file = FILE.clone();
    System.arraycopy(FILE, a, file, b, size);
    System.arraycopy(FILE, b, file, a, size);
    return file;
  }

  private static byte[] doubled(Random random) {
    int size = 1 + random.nextInt(500);
    int at = random.nextInt(FILE.length - size);
    byte[] file = Arrays.copyOf(FILE, FILE.length + size);
    System.arraycopy(FILE, at, file, at + size, FILE.length - at);
    return file;
  }

  private static byte[] shortened(Random random) {
    int size = 1 + random.nextInt(500);
    int at = random.nextInt(FILE.length - size);
    byte[] file = new byte[FILE.length - size];
    System.arraycopy(FILE, 0, file, 0, at);
    System.arraycopy(FILE, at + size, file, at, file.length - at);
    return file;
  }

  private static byte[] replaced(Random random) {
    Map<String, byte[]> parts = Bundles.parts(FILE);
    String name = List.of("network.zip", "profile.json", "golden.json").get(random.nextInt(3));
    byte[] other = new byte[random.nextInt(2_000)];
    random.nextBytes(other);
    parts.put(name, other);
    return Bundles.zip(parts);
  }

  /** With another network, and a manifest that agrees. */
  private static byte[] consistent(byte[] network) {
    return consistent("network.zip", network);
  }

  private static byte[] withProfile(String json) {
    return consistent("profile.json", json.getBytes(UTF_8));
  }

  private static byte[] consistent(String name, byte[] part) {
    Map<String, byte[]> parts = new LinkedHashMap<>(Bundles.parts(FILE));
    String manifest =
        new String(parts.get("manifest.json"), UTF_8)
            .replace(sha256(parts.get(name)), sha256(part));
    parts.put("manifest.json", manifest.getBytes(UTF_8));
    parts.put(name, part);
    return Bundles.zip(parts);
  }

  private static byte[] with(String name, String part) {
    Map<String, byte[]> parts = new LinkedHashMap<>(Bundles.parts(FILE));
    parts.put(name, part.getBytes(UTF_8));
    return Bundles.zip(parts);
  }

  private static String sha256(byte[] bytes) {
    try {
      return java.util.HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
