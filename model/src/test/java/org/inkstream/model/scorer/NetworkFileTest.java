package org.inkstream.model.scorer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFileTest {

  private static final int SIDE = 8;
  private static final byte[] SOUND = RandomNetworks.dense(1, SIDE * SIDE, 3, 5);
  private static final String RELU = "org.nd4j.linalg.activations.impl.ActivationReLU";
  private static final String GUARDED = Canary.class.getName() + "$Guarded";

  /** By where the name stands. */
  static Map<String, UnaryOperator<String>> foreignNames() {
    return Map.of(
        "an activation",
        json -> json.replaceFirst(RELU, escaped(GUARDED)),
        "a layer",
        json -> json.replaceFirst("org.deeplearning4j.nn.conf.layers.DenseLayer", escaped(GUARDED)),
        "an updater",
        json -> json.replaceFirst("org.nd4j.linalg.learning.config.NoOp", escaped(GUARDED)),
        "a null that becomes a class",
        json ->
            json.replaceFirst(
                "\"weightNoise\" : null", "\"weightNoise\":{\"@class\":\"" + esc(GUARDED) + "\"}"),
        "letters as numbers",
        json ->
            json.replaceFirst(
                RELU, escaped(GUARDED.replace("o", "\\u006f").replace("g", "\\u0067"))),
        "the name of the property as numbers",
        json ->
            json.replaceFirst(
                "\"@class\" : \"" + RELU + "\"", "\"\\\\u0040class\":\"" + esc(GUARDED) + "\""),
        "an old form, whose property is the class",
        json ->
            json.replaceFirst(
                "\"stepFunction\" : null", "\"stepFunction\":{\"" + esc(GUARDED) + "\":{}}"),
        "a field nobody knows",
        json -> json.replaceFirst("\\{", "{\"custom\":[[\"" + esc(GUARDED) + "\"]],"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void shouldRefuseAForeignClassWithoutLoadingIt(String place) {
    byte[] file = configured(foreignNames().get(place));

    assertThatExceptionOfType(ForeignClassException.class)
        .isThrownBy(() -> Networks.load(file, SIDE, SIDE).close())
        .withMessageContaining("names the class " + GUARDED);
    assertThat(Canary.sang("Guarded")).isFalse();
  }

  static Iterable<String> places() {
    return foreignNames().keySet();
  }

  /** Or the test above would show nothing. */
  @Test
  void shouldBeNeededBecauseDeeplearning4jRunsTheStaticInitialiserOfAForeignClass() {
    byte[] file =
        configured(json -> json.replaceFirst(RELU, escaped(Canary.class.getName() + "$Unguarded")));

    Throwable failure =
        catchThrowable(
            () ->
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file), false)
                    .close());

    assertThat(failure).isNotNull();
    assertThat(Canary.sang("Unguarded")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.ArrayList",
        "javax.script.ScriptEngineManager",
        "[Lorg.nd4j.linalg.activations.impl.ActivationReLU;",
        "java.util.ArrayList<java.lang.String>",
        "org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer",
        "org/nd4j/linalg/activations/impl/ActivationReLU",
        "Foreign",
        ""
      })
  void shouldRefuseWhateverClassIsNotInTheList(String name) {
    assertThatExceptionOfType(ForeignClassException.class)
        .isThrownBy(() -> NetworkFile.read(configured(json -> json.replaceFirst(RELU, name))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "[\"a\"]", "{\"a\":1}", "true"})
  void shouldRefuseAClassThatIsNoName(String value) {
    assertThatExceptionOfType(ForeignClassException.class)
        .isThrownBy(
            () -> NetworkFile.read(configured(json -> json.replaceFirst('"' + RELU + '"', value))));
  }

  @Test
  void shouldListClassesThatExist() {
    for (String name : KnownClasses.names()) {
      assertThatCode(() -> Class.forName(name, false, getClass().getClassLoader()))
          .as(name)
          .doesNotThrowAnyException();
    }
    assertThat(KnownClasses.names()).hasSizeGreaterThan(80).allMatch(n -> n.matches("org\\..*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preprocessor.bin",
        "normalizer.bin",
        "noParams.marker",
        "../configuration.json",
        "/etc/passwd",
        "CONFIGURATION.JSON",
        "a.class",
        "dir/"
      })
  void shouldRefuseAnyOtherFileBesideTheNetwork(String name) {
    Map<String, byte[]> files = files(SOUND);
    files.put(name, new byte[] {(byte) 0xac, (byte) 0xed, 0, 5});

    assertThatExceptionOfType(ForeignClassException.class)
        .isThrownBy(() -> NetworkFile.read(zip(files)))
        .withMessage("the network holds a file '" + name + "'");
  }

  @Test
  void shouldHandOnNothingButWhatItRead() throws Exception {
    Map<String, byte[]> files = files(SOUND);
    files.put("updaterState.bin", new byte[] {1, 2, 3});

    NetworkFile read = NetworkFile.read(zip(files));

    assertThat(files(read.zip())).containsOnlyKeys("configuration.json", "coefficients.bin");
    assertThat(files(read.zip()).get("coefficients.bin"))
        .isEqualTo(files(SOUND).get("coefficients.bin"));
    // (64 + 1) x 5 + (5 + 1) x 3
    assertThat(read.weights()).isEqualTo(343);
    assertThat(Networks.weightBytes(SOUND)).isEqualTo(343 * 4);
  }

  @Test
  void shouldRefuseAFileThatIsThereTwice() {
    byte[] zip = zip(files(SOUND));
    // A zip's own writer would not do it.
    byte[] twice =
        new String(zip, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("coefficients.bin", "updaterState.bin")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    Map<String, byte[]> files = files(SOUND);
    files.put("updaterState.bin", new byte[1]);
    byte[] three =
        new String(zip(files), java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace("coefficients.bin", "updaterState.bin")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> NetworkFile.read(three))
        .withMessage("the network holds updaterState.bin twice");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> NetworkFile.read(twice))
        .withMessageContaining("coefficients.bin is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{",
        "{}{}",
        "{} 7",
        "{\"a\":1,\"a\":2}",
        "{\"a\":NaN}",
        "{\"a\\nb\":1,\"a\\nb\":2}"
      })
  void shouldRefuseWhatIsNotOneJsonObject(String json) {
    Throwable failure = catchThrowable(() -> NetworkFile.read(configured(ignored -> json)));

    assertThat(failure)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ForeignClassException.class);
    assertThat(failure.getMessage()).startsWith("the configuration").doesNotContain("\n");
  }

  @Test
  void shouldBoundTheConfiguration() {
    String deep = "{\"a\":".repeat(60) + "1" + "}".repeat(60);
    String wide = "{\"a\":[" + "1,".repeat(600_000) + "1]}";
    String longName = "{\"a\":\"" + "x".repeat(2_000) + "\"}";

    for (String json : new String[] {deep, wide, longName}) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> NetworkFile.read(configured(ignored -> json)));
    }
  }

  /** Big-endian offsets in the head of the weights: lengths at 18, 86; the shape from 32 on. */
  @ParameterizedTest
  @CsvSource({
    "18, 9223372036854775807",
    "18, -1",
    "32, 4611686018427387904",
    "32, 2",
    // Twice this rank is 2, in 64 bits.
    "32, -9223372036854775807",
    "40, 1073741824",
    "40, 0",
    "48, 1000",
    "48, -1",
    "56, 16384",
    "98, 4611686018427387904",
    "98, 342"
  })
  void shouldRefuseWeightsWhoseHeadLies(int offset, long value) {
    Map<String, byte[]> files = files(SOUND);
    byte[] weights = files.get("coefficients.bin").clone();
    assertThat(ByteBuffer.wrap(weights).getLong(98)).isEqualTo(343);
    ByteBuffer.wrap(weights).putLong(offset, value);
    files.put("coefficients.bin", weights);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> NetworkFile.read(zip(files)))
        .withMessageContaining("the weights");
  }

  @Test
  void shouldRefuseWeightsThatAreCutAnywhere() {
    Map<String, byte[]> files = files(SOUND);
    byte[] weights = files.get("coefficients.bin");
    for (int length = 0; length < weights.length; length += length < 130 ? 1 : 101) {
      byte[] cut = Arrays.copyOf(weights, length);
      assertThatExceptionOfType(IOException.class)
          .as("cut to %d", length)
          .isThrownBy(() -> Coefficients.count(cut));
    }
  }

  private static String esc(String name) {
    return name.replace("$", "\\$");
  }

  private static String escaped(String name) {
    return name.replace("\\", "\\\\").replace("$", "\\$");
  }

  private static byte[] configured(UnaryOperator<String> change) {
    Map<String, byte[]> files = files(SOUND);
    String before = new String(files.get("configuration.json"), UTF_8);
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    files.put("configuration.json", after.getBytes(UTF_8));
    return zip(files);
  }

  private static Map<String, byte[]> files(byte[] zip) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
