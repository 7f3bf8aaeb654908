package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form {@code .keras}. The files are made by make_networks.py, as those of ImportKerasTest. */
class ImportKerasArchiveTest {

  private static final String CONFIG = "config.json";
  private static final String METADATA = "metadata.json";
  private static final String WEIGHTS = "model.weights.h5";

  @TempDir private static Path folder;
  private static String data;

  @TempDir private Path own;

  @BeforeAll
  static void images() throws IOException {
    data = Importing.digits(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"archive2", "archive3"})
  void shouldImportWhatAnswersAsItDidInKeras(String name) throws IOException {
    Ran ran =
        importing().resource("keras/" + name + ".keras", "--expect", file("archive.csv"), "--json");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains("8 expected answers agree\n")
        .contains("the file answers scores without a softmax; the bundle has one\n");
    assertThat(new ObjectMapper().readTree(ran.out()).get("family").asText()).isEqualTo("keras");
  }

  @Test
  void shouldImportItsWeightsBesideItsDescription() throws IOException {
    Map<String, byte[]> entries = entries();
    Path weights = Files.write(own.resolve("digits.weights.h5"), entries.get(WEIGHTS));
    Path config = Files.write(own.resolve("digits.json"), entries.get(CONFIG));

    Ran ran =
        importing()
            .file(weights, "--architecture", config.toString(), "--expect", file("archive.csv"));

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("8 expected answers agree\n");
  }

  @ParameterizedTest
  @CsvSource({
    "config.json, it is a zip without Keras's config.json; of PyTorch",
    "metadata.json, it is a zip without Keras's metadata.json",
    "model.weights.h5, it is a zip without Keras's model.weights.h5"
  })
  void shouldRefuseAZipThatLacksAPart(String missing, String message) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.remove(missing);

    assertRefused(entries, message);
  }

  @Test
  void shouldSayWhichPartIsWrong() throws IOException {
    assertRefused(with(CONFIG, "[1]"), "the description of the network is no JSON object");
    assertRefused(with(METADATA, "{"), "its metadata.json is no JSON");
    assertRefused(with(METADATA, "{}"), "its metadata.json has no keras_version");
    assertRefused(with(METADATA, "{\"keras_version\": \"4.0\"}"), "it is of Keras 4.0");
    assertRefused(with(WEIGHTS, "no HDF5"), "the HDF5 library cannot read it");
    String config = new String(entries().get(CONFIG), StandardCharsets.UTF_8);
    assertRefused(
        with(CONFIG, config.replace("\"use_bias\": true", "\"use_bias\": false")),
        "layer 'first' (Conv2D): it has 2 weights where [kernel] belong");
    assertRefused(
        with(CONFIG, config.replaceFirst("\"Dense\"", "\"Flatten\"")),
        "layer 'dense_3' (Dense): the file has weights of 2 such layers, and the network has 1");
  }

  @Test
  void shouldRefuseWhatIsNoText() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put(CONFIG, new byte[] {'{', (byte) 0xE9, '}'});

    assertRefused(entries, "its config.json is not UTF-8 text");
  }

  @Test
  void shouldRefuseAPartThatIsThereTwice() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("Config.json", entries.get(CONFIG));
    Path file = zip(entries);
    byte[] twice = Files.readAllBytes(file);
    byte[] other = "Config.json".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + other.length <= twice.length; i++) {
      if (Arrays.equals(twice, i, i + other.length, other, 0, other.length)) {
        twice[i] = 'c';
      }
    }
    Files.write(file, twice);

    importing().assertRefused(importing().file(file), "it has config.json more than once");
  }

  @ParameterizedTest
  @CsvSource({
    "config.json, 17, its config.json is larger than 16 MiB",
    "metadata.json, 17, its metadata.json is larger than 16 MiB",
    "model.weights.h5, 257, its model.weights.h5 is larger than 256 MiB"
  })
  void shouldStopWhereMoreComesOutThanItMay(String entry, int size, String message)
      throws IOException {
    Path file = own.resolve("bomb.keras");
    byte[] nothing = new byte[1 << 20];
    Map<String, byte[]> entries = entries();
    entries.remove(entry);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> other : entries.entrySet()) {
        add(zip, other.getKey(), other.getValue());
      }
      zip.putNextEntry(new ZipEntry(entry));
      for (int i = 0; i < size; i++) {
        zip.write(nothing);
      }
    }
    assertThat(Files.size(file)).isLessThan(1 << 20);

    importing().assertRefused(importing().file(file), message);
  }

  @Test
  void shouldLeaveOtherEntriesAlone() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put("../outside", new byte[] {1});
    entries.put("assets/layers/code.py", new byte[] {1});

    Ran ran = importing().file(zip(entries));

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(own.getParent().resolve("outside")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 400, 8_000})
  void shouldRefuseAFileThatWasCutShort(int length) throws IOException {
    byte[] whole = Files.readAllBytes(Importing.file("keras/archive3.keras"));
    Path cut = Files.write(own.resolve("cut.keras"), Arrays.copyOf(whole, length));

    importing()
        .assertRefused(
            importing().file(cut),
            cut + " cannot be imported: it is a zip that cannot be read; it may be cut short");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldSurviveDamage(long seed) throws IOException {
    byte[] damaged = Files.readAllBytes(Importing.file("keras/archive3.keras"));
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt();
    }
    Path file = Files.write(own.resolve("damaged.keras"), damaged);

    Ran ran = importing().file(file);

    // With luck only weights are hit, and it is a network still.
    if (ran.exitCode() != 0) {
      importing().assertRefused(ran, "" + file);
    }
  }

  @Test
  void shouldRefuseTheOptionsOfOtherForms() {
    importing()
        .assertRefused(
            importing().resource("keras/archive3.keras", "--keras-backend", "tensorflow"),
            "--keras-backend is for HDF5 files of Keras");
  }

  private void assertRefused(Map<String, byte[]> entries, String message) throws IOException {
    importing().assertRefused(importing().file(zip(entries)), message);
  }

  private static Map<String, byte[]> with(String entry, String text) throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put(entry, text.getBytes(StandardCharsets.UTF_8));
    return entries;
  }

  private static Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(Importing.file("keras/archive3.keras").toFile())) {
      for (String name : new String[] {METADATA, CONFIG, WEIGHTS}) {
        entries.put(name, zip.getInputStream(zip.getEntry(name)).readAllBytes());
      }
    }
    return entries;
  }

  private Path zip(Map<String, byte[]> entries) throws IOException {
    Path file = own.resolve("made.keras");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        add(zip, entry.getKey(), entry.getValue());
      }
    }
    return file;
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private Importing importing() {
    return new Importing(data, own.resolve("imported.bundle"));
  }

  private static String file(String name) {
    return Importing.file("keras/" + name).toString();
  }
}
