package org.inkstream.model.bundle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.inkstream.model.SeedFiles;
import org.inkstream.model.drift.ProfileJson;
import org.inkstream.model.drift.ProfileReading;
import org.inkstream.model.signing.KeyFileException;
import org.inkstream.model.signing.KeyFiles;
import org.inkstream.model.signing.SigningKey;
import org.inkstream.model.signing.TrustedKeys;

/**
 * Any bytes as a bundle, up to where the network would be loaded: the gate answers with nothing but
 * a refusal, which has a step and one line for people, and what can be read is the same when it is
 * written and read again.
 *
 * <p>An input that begins as a zip does is the file. Of any other a file is made, with a network
 * and with the digests and checksums that chance would not find: it is the manifest, the
 * signatures, the profile, the golden rows and the card, divided by {@link #DIVIDER}.
 */
class BundleFuzz {

  /** No byte of a text in UTF-8. */
  private static final char DIVIDER = '\u00ff';

  private static final List<String> TEXTS =
      List.of(
          BundleZip.MANIFEST,
          BundleZip.SIGNATURES,
          BundleZip.PROFILE,
          BundleZip.GOLDEN,
          BundleZip.CARD);

  private static final List<String> PARTS =
      List.of(BundleZip.NETWORK, BundleZip.PROFILE, BundleZip.GOLDEN, BundleZip.CARD);

  private static final ModelCard CARD =
      new ModelCard("# A network\n\n| class | recall |\n| --- | --- |\n| zéro | 97 % |\n");

  /** No bundle comes further than to the question for memory. */
  private static final GateSettings.Room NONE_LEFT = bytes -> Math.max(1, bytes);

  /** The key of RFC 8032, section 7.1, test 1: the same signatures on every machine. */
  private static final Map<String, String> KEY =
      Map.of(
          "rfc.key",
          """
          -----BEGIN PRIVATE KEY-----
          MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
          -----END PRIVATE KEY-----
          """,
          "rfc.pub",
          """
          -----BEGIN PUBLIC KEY-----
          MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
          -----END PUBLIC KEY-----
          """);

  /** Made when it is first asked for, which is when Jazzer watches what is loaded. */
  private static final class Keys {
    private static final SigningKey SIGNING;
    private static final TrustedKeys TRUSTED;

    static {
      try {
        Path folder = Files.createTempDirectory("keys");
        for (Map.Entry<String, String> file : KEY.entrySet()) {
          Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        SIGNING = KeyFiles.signingKey(folder.resolve("rfc.key"));
        TRUSTED = TrustedKeys.read(folder);
        for (String file : KEY.keySet()) {
          Files.delete(folder.resolve(file));
        }
        Files.delete(folder);
      } catch (IOException | KeyFileException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Writes the seeds.
   *
   * @param arguments the folder of this module's test resources
   */
  public static void main(String[] arguments) throws Exception {
    SeedFiles.write(Path.of(arguments[0]), BundleFuzz.class, "shouldRefuseOrRead", seeds());
  }

  /** A sound bundle, signed and not, with a card and without, as a file and as its texts. */
  private static Stream<byte[]> seeds() throws Exception {
    Bundle sound = Bundles.sound();
    Bundle small =
        new Bundle(
            sound.manifest(),
            Bundles.NETWORK,
            Bundles.profile(Bundles.LABELS, 2, 2, 2),
            sound.golden().subList(0, 1));
    byte[] unsigned = BundleFile.bytes(small);
    byte[] signed = BundleFile.signed(unsigned, Keys.SIGNING);
    byte[] carded = BundleFile.bytes(small.withCard(CARD));
    byte[] both = BundleFile.signed(carded, Keys.SIGNING);
    return Stream.of(
        unsigned, signed, texts(unsigned), texts(signed), carded, both, texts(carded), texts(both));
  }

  @FuzzTest(maxDuration = "10m")
  void shouldRefuseOrRead(byte[] input) {
    byte[] file = isZip(input) ? input : file(input);

    refuse(file, Optional.empty());
    refuse(file, Optional.of(Keys.TRUSTED));
    readTheSameAgain(file);
  }

  private static void refuse(byte[] file, Optional<TrustedKeys> keys) {
    GateSettings settings =
        new GateSettings(keys, Optional.empty(), NONE_LEFT, GateSettings.OPEN.peer());
    try {
      Gate.load(file, 1, settings).close();
      throw new AssertionError("loaded without memory");
    } catch (RefusedException e) {
      assertThat(e.step().orElseThrow()).isLessThanOrEqualTo(GateStep.MEMORY);
      // What the gate makes of an exception that nobody foresaw.
      assertThat(e.getMessage()).doesNotStartWith("cannot be run").doesNotStartWith("not enough");
      assertOneLine(e);
    }
  }

  private static void readTheSameAgain(byte[] file) {
    Bundle read;
    try {
      read = BundleFile.read(file);
      BundleFile.signedBy(file);
    } catch (RefusedException e) {
      assertOneLine(e);
      return;
    }
    try {
      Bundle again = BundleFile.read(BundleFile.bytes(read));
      assertThat(again.manifest().withParts(read.manifest().parts())).isEqualTo(read.manifest());
      assertThat(again.network()).isEqualTo(read.network());
      assertThat(ProfileJson.read(ProfileJson.write(read.profile())))
          .isEqualTo(new ProfileReading.Read(again.profile()));
      assertThat(again.card()).isEqualTo(read.card());
      assertThat(again.golden()).usingRecursiveComparison().isEqualTo(read.golden());
    } catch (RefusedException e) {
      throw new AssertionError("what was read cannot be written", e);
    }
  }

  private static void assertOneLine(RefusedException refusal) {
    assertThat(refusal.getMessage()).isNotBlank().hasSizeLessThanOrEqualTo(500);
    assertThat(refusal.getMessage().lines()).hasSize(1);
  }

  private static boolean isZip(byte[] input) {
    return input.length > 1 && input[0] == 'P' && input[1] == 'K';
  }

  /** A bundle file of texts whose parts have the digests that its manifest names. */
  private static byte[] file(byte[] input) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    String rest = new String(input, ISO_8859_1);
    for (String name : TEXTS) {
      int end = rest.indexOf(DIVIDER);
      String text = end < 0 ? rest : rest.substring(0, end);
      if (!text.isEmpty()) {
        parts.put(name, text.getBytes(ISO_8859_1));
      }
      rest = end < 0 ? "" : rest.substring(end + 1);
    }
    parts.put(BundleZip.NETWORK, Bundles.NETWORK);
    String manifest = new String(parts.getOrDefault(BundleZip.MANIFEST, new byte[0]), ISO_8859_1);
    for (String name : PARTS) {
      String digest = Sha256.of(parts.getOrDefault(name, new byte[0]));
      manifest = manifest.replaceAll("(\"" + name + "\"\\s*:\\s*\")[^\"]*", "$1" + digest);
    }
    parts.put(BundleZip.MANIFEST, manifest.getBytes(ISO_8859_1));
    try {
      return BundleZip.pack(parts);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static byte[] texts(byte[] file) {
    Map<String, byte[]> parts = Bundles.parts(file);
    List<String> texts = new ArrayList<>();
    for (String name : TEXTS) {
      texts.add(new String(parts.getOrDefault(name, new byte[0]), ISO_8859_1));
    }
    return String.join(String.valueOf(DIVIDER), texts).getBytes(ISO_8859_1);
  }
}
