package org.inkstream.model.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleFileTest {

  private static final Bundle SOUND = Bundles.sound();
  private static final byte[] FILE = BundleFile.bytes(SOUND);

  @TempDir Path folder;

  @Test
  void shouldReadWhatItWroteAndWriteTheSameBytesAgain() throws Exception {
    Bundle read = BundleFile.read(FILE);

    assertThat(BundleFile.bytes(read)).isEqualTo(FILE);
    assertThat(BundleFile.bytes(SOUND)).isEqualTo(FILE);
    assertThat(read.network()).isEqualTo(SOUND.network());
    assertThat(read.profile()).isEqualTo(SOUND.profile());
    assertThat(read.golden())
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(SOUND.golden());
    assertThat(read.manifest()).isEqualTo(SOUND.manifest().withParts(read.manifest().parts()));
    assertThat(read.manifest().parts())
        .containsOnlyKeys("network.zip", "profile.json", "golden.json")
        .containsEntry("network.zip", Sha256.of(Bundles.NETWORK));
  }

  @Test
  void shouldRefuseEveryTruncation() {
    Random random = new Random(1);
    for (int length = 0; length < FILE.length; length += 1 + random.nextInt(40)) {
      byte[] cut = Arrays.copyOf(FILE, length);
      assertThat(refusal(cut).reason())
          .as("cut to %d bytes", length)
          .isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
    }
    assertThat(refusal(Arrays.copyOf(FILE, FILE.length - 1)).reason())
        .isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
  }

  @Test
  void shouldRefuseBytesAfterTheEnd() {
    assertThat(refusal(Arrays.copyOf(FILE, FILE.length + 1)).reason())
        .isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "network.zip", "profile.json", "golden.json"})
  void shouldRefuseAFlippedByteInAnyPart(String name) {
    int from = indexOf(FILE, name.getBytes(UTF_8), 0) + name.length();
    // Past the times that Java notes after a name, in the compressed bytes of this part.
    for (int i = 16; i < 60; i += 4) {
      byte[] flipped = FILE.clone();
      flipped[from + i] ^= 0x10;

      assertThat(refusal(flipped).reason())
          .isIn(RefusalReason.UNREADABLE_BUNDLE, RefusalReason.WRONG_DIGEST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"network.zip", "profile.json", "golden.json"})
  void shouldRefuseAPartThatIsNotTheOneTheManifestNames(String name) {
    RefusedException refused =
        refusal(
            with(
                name,
                part -> {
                  part[part.length / 2] ^= 1;
                  return part;
                }));

    assertThat(refused.reason()).isEqualTo(RefusalReason.WRONG_DIGEST);
    assertThat(refused).hasMessageContaining(name);
  }

  @Test
  void shouldRefuseADigestThatLies() {
    String digest = Sha256.of(Bundles.NETWORK);
    byte[] file = manifestWith(json -> json.replace(digest, "0".repeat(64)));

    assertThat(refusal(file).reason()).isEqualTo(RefusalReason.WRONG_DIGEST);
  }

  @Test
  void shouldRefuseAManifestWithoutDigests() {
    byte[] file =
        manifestWith(json -> json.replaceAll("(?s)\"parts\" : \\{.*?\\}", "\"parts\":{}"));

    assertThat(refusal(file).reason()).isEqualTo(RefusalReason.WRONG_DIGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.json", "network.zip", "profile.json", "golden.json"})
  void shouldRefuseAMissingPart(String name) {
    Map<String, byte[]> parts = Bundles.parts(FILE);
    parts.remove(name);

    RefusedException refused = refusal(Bundles.zip(parts));

    assertThat(refused.reason()).isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
    assertThat(refused).hasMessage(name + " is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0", "-1", "\"1.5\"", "null", "{}"})
  void shouldRefuseAnotherForm(String format) {
    byte[] file =
        manifestWith(json -> json.replaceFirst("\"format\" : 1", "\"format\" : " + format));

    assertThat(refusal(file).reason()).isEqualTo(RefusalReason.UNSUPPORTED_FORMAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"version\" : \"../../etc\"",
        "\"family\" : \"\"",
        "\"createdAt\" : \"yesterday\"",
        "\"labels\" : [\"one\"]",
        "\"labels\" : [null, null]",
        "\"temperature\" : 0",
        "\"temperature\" : \"NaN\"",
        "\"goldenFloor\" : 1.01",
        "\"preprocessing\" : null",
        "\"preprocessing\" : {\"width\": 0, \"height\": 8, \"fit\": \"MNIST\", \"scale\": 1, \"offset\": 0}",
        "\"parts\" : 7"
      })
  void shouldRefuseAnImpossibleManifest(String field) {
    String name = field.substring(0, field.indexOf(':'));
    byte[] file =
        manifestWith(
            json ->
                // The last of two fields of one name counts.
                json.substring(0, json.lastIndexOf('}')) + "," + field + "}");

    RefusedException refused = refusal(file);

    assertThat(refused.reason()).as(name).isEqualTo(RefusalReason.BAD_MANIFEST);
    assertThat(refused.getMessage()).doesNotContain("\n");
  }

  @Test
  void shouldSayWhatIsWrongWithAManifestInItsOwnWords() {
    assertThat(refusal(manifestWith(json -> "{}"))).hasMessage("format is missing");
    assertThat(
            refusal(
                manifestWith(
                    json ->
                        json.replaceFirst("\"version\" : \"[^\"]*\"", "\"version\" : \"../x\""))))
        .hasMessage("version '../x' is not 1 to 100 letters, digits, '.', '_' or '-'");
    assertThat(
            refusal(
                manifestWith(
                    json -> json.substring(0, json.lastIndexOf('}')) + ",\"labels\" : [[], 1]}")))
        .hasMessage("labels[0]: not of the type that it must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hello", "[]", "{\"format\":1}", "{\"format\":1"})
  void shouldRefuseWhatIsNoManifest(String json) {
    assertThat(refusal(manifestWith(ignored -> json)).reason())
        .isIn(RefusalReason.BAD_MANIFEST, RefusalReason.UNSUPPORTED_FORMAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "[null]",
        "{}",
        "[{}]",
        "[{\"width\":1,\"height\":1,\"pixels\":\"AA==\",\"label\":5,\"probabilities\":[1]}]",
        "[{\"width\":9,\"height\":1,\"pixels\":\"AA==\",\"label\":0,\"probabilities\":[1]}]"
      })
  void shouldRefuseGoldenRowsThatAreNone(String json) {
    RefusedException refused = refusal(consistent("golden.json", json.getBytes(UTF_8)));

    assertThat(refused.reason()).isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
    assertThat(refused.getMessage()).doesNotContain("\n");
  }

  @Test
  void shouldCarryItsCard() throws Exception {
    ModelCard card = new ModelCard("# Card\n");
    byte[] file = BundleFile.bytes(SOUND.withCard(card));

    assertThat(BundleFile.card(file)).contains(card);
    assertThat(BundleFile.read(file).card()).contains(card);
    assertThat(BundleFile.bytes(BundleFile.read(file))).isEqualTo(file);
    assertThat(BundleFile.read(file).manifest().parts())
        .containsEntry("card.md", Sha256.of("# Card\n".getBytes(UTF_8)));
    assertThat(BundleFile.card(FILE)).isEmpty();
  }

  @Test
  void shouldRefuseACardThatIsNotTheOneTheManifestNames() {
    byte[] file = BundleFile.bytes(SOUND.withCard(new ModelCard("# Card\n")));
    Map<String, byte[]> without = Bundles.parts(file);
    without.remove("card.md");
    Map<String, byte[]> other = Bundles.parts(file);
    other.put("card.md", "# Trust me\n".getBytes(UTF_8));
    Map<String, byte[]> added = Bundles.parts(FILE);
    added.put("card.md", "# Trust me\n".getBytes(UTF_8));

    assertThat(refusal(Bundles.zip(without))).hasMessage("card.md is missing");
    assertThat(refusal(Bundles.zip(other)).reason()).isEqualTo(RefusalReason.WRONG_DIGEST);
    assertThat(refusal(Bundles.zip(added)).reason()).isEqualTo(RefusalReason.WRONG_DIGEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u001b]0;owned\u0007", "\u009b2J", "gpj.\u202e", "\u0000"})
  void shouldRefuseACardThatATerminalWouldObey(String text) {
    RefusedException refused = refusal(carded(("# Card\n" + text).getBytes(UTF_8)));

    assertThat(refused.reason()).isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
    assertThat(refused.getMessage()).startsWith("card.md: line 2 has U+").matches("[\\x20-\\x7e]*");
  }

  @Test
  void shouldRefuseACardThatIsTooLongOrNoText() {
    assertThat(refusal(carded(new byte[ModelCard.MOST_BYTES + 1])))
        .hasMessage("card.md: 65537 bytes, a card has 65536 at most");
    assertThat(refusal(carded(new byte[] {(byte) 0xff}))).hasMessage("card.md: no UTF-8");
  }

  @Test
  void shouldRefuseAProfileThatIsNone() {
    assertThat(refusal(consistent("profile.json", "{}".getBytes(UTF_8))).reason())
        .isEqualTo(RefusalReason.BAD_PROFILE);
  }

  @Test
  void shouldRefuseGarbage() {
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[random.nextInt(300)];
      random.nextBytes(garbage);
      if (i % 2 == 0 && garbage.length > 4) {
        System.arraycopy(FILE, 0, garbage, 0, 4);
      }
      assertThat(refusal(garbage).reason()).isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
    }
  }

  @Test
  void shouldRefuseAPartThatUnpacksToFarMoreThanAnyNetwork() throws Exception {
    byte[] bomb = bomb("network.zip", 300);

    assertThat(bomb.length).isLessThan(400_000);
    assertThat(refusal(bomb).reason()).isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
  }

  @Test
  void shouldRefuseManyPartsThatTogetherAreTooLarge() throws Exception {
    byte[] bomb = bomb("manifest.json network.zip profile.json golden.json", 40);

    assertThat(refusal(bomb).reason()).isEqualTo(RefusalReason.UNREADABLE_BUNDLE);
  }

  @Test
  void shouldWriteTheFileWholeAndNothingElse() throws Exception {
    Path file = folder.resolve("some.bundle");
    Files.writeString(file, "an older one");

    BundleFile.write(file, SOUND);

    assertThat(file).hasBinaryContent(FILE);
    assertThat(folder).isDirectoryContaining(file::equals);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void shouldLeaveNothingWhenItCannotWrite() throws Exception {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    Files.writeString(taken.resolve("something"), "that keeps the folder from being replaced");

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> BundleFile.write(taken, SOUND));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> BundleFile.write(folder.resolve("missing/some.bundle"), SOUND));

    assertThat(folder.toFile().list()).containsExactly("taken");
  }

  private static RefusedException refusal(byte[] file) {
    return assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> BundleFile.read(file))
        .actual();
  }

  private static byte[] with(String name, UnaryOperator<byte[]> change) {
    Map<String, byte[]> parts = Bundles.parts(FILE);
    parts.compute(name, (ignored, part) -> change.apply(part));
    return Bundles.zip(parts);
  }

  private static byte[] manifestWith(UnaryOperator<String> change) {
    return with("manifest.json", json -> change.apply(new String(json, UTF_8)).getBytes(UTF_8));
  }

  /** A bundle whose card is this, with the digests that it should have. */
  private static byte[] carded(byte[] card) {
    return consistent(BundleFile.bytes(SOUND.withCard(new ModelCard("a"))), "card.md", card);
  }

  /** With another part, and a manifest that agrees. */
  private static byte[] consistent(String name, byte[] part) {
    return consistent(FILE, name, part);
  }

  private static byte[] consistent(byte[] file, String name, byte[] part) {
    Map<String, byte[]> parts = new LinkedHashMap<>(Bundles.parts(file));
    String manifest =
        new String(parts.get("manifest.json"), UTF_8)
            .replace(Sha256.of(parts.get(name)), Sha256.of(part));
    parts.put("manifest.json", manifest.getBytes(UTF_8));
    parts.put(name, part);
    return Bundles.zip(parts);
  }

  private static byte[] bomb(String names, int megabytes) throws IOException {
    byte[] zeros = new byte[1 << 20];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names.split(" ")) {
        zip.putNextEntry(new ZipEntry(name));
        for (int i = 0; i < megabytes; i++) {
          zip.write(zeros);
        }
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int i = from; i <= bytes.length - wanted.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new IllegalArgumentException("not found");
  }
}
