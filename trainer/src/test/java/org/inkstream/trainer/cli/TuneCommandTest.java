package org.inkstream.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.trainer.mnist.Mnist;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuneCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path data;
  private static Path found;
  private static Ran search;

  @TempDir private Path own;

  @BeforeAll
  static void search() throws IOException {
    data = IdxFolder.write(folder.resolve("digits"), Mnist.train(2_700), Mnist.test(200));
    found = folder.resolve("found");
    search = tune(found, "--trials", "4", "--eta", "2");
  }

  private static Ran tune(Path out, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("tune", "--data", data.toString(), "--model", "tree"));
    arguments.addAll(List.of("--out", out.toString()));
    arguments.addAll(Arrays.asList(more));
    return Ran.inkstream(arguments.toArray(String[]::new));
  }

  @Test
  void shouldFindSettingsAndTrainWithThem() throws Exception {
    assertThat(search.exitCode()).as(search.err()).isZero();
    assertThat(search.err())
        .contains("round 1 of 2, trial 0, 506 images: the family's own")
        .contains("round 2 of 2");
    assertThat(search.out().lines())
        .anyMatch(line -> line.matches(" +1 +\\d +2 +1,013 +\\d+\\.\\d\\d % .*"))
        .anyMatch(line -> line.startsWith("best       trial "));
    byte[] bundle = Files.readAllBytes(found.resolve("best.bundle"));
    Gate.load(bundle, 1).close();
    String settings = search.out().replaceAll("(?s).*best       trial \\d: ([^\n]*)\n.*", "$1");
    Stream.of(settings.split(" ", -1))
        .filter(setting -> setting.contains("="))
        .forEach(
            setting -> {
              String[] both = setting.split("=", -1);
              assertThat(manifest(bundle)).containsEntry(both[0], both[1]);
            });
    assertThat(Files.readString(found.resolve("leaderboard.md")))
        .startsWith("# tree on digits\n")
        .contains("| rank | trial |")
        .hasLineCount(10);
  }

  private static Map<String, String> manifest(byte[] bundle) {
    try {
      return BundleFile.read(bundle).manifest().hyperparameters();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldTryNothingTwice() throws IOException {
    Ran again = tune(found, "--trials", "4", "--eta", "2", "--json");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).doesNotContain("round 1");
    JsonNode json = JSON.readTree(again.out());
    assertThat(json.get("trials")).hasSize(4);
    assertThat(json.get("trials").get(0).get("settings")).isEqualTo(json.get("settings"));
    assertThat(json.get("accuracy").asDouble()).isBetween(0.4, 0.9);
  }

  @Test
  void shouldNotGoOnWithAnotherSearch() {
    Ran other = tune(found, "--trials", "5", "--eta", "2", "--seed", "7");

    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err())
        .contains("holds a run of other settings or data")
        .contains("seed was 1, is 7")
        .contains("trials was 4, is 5");
  }

  @Test
  void shouldTellOfADamagedResult() throws IOException {
    Path copy = own.resolve("copy");
    try (Stream<Path> files = Files.walk(found)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(found.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    Path piece = copy.resolve("pieces/trial-1-round-1.json");
    Files.writeString(piece, Files.readString(piece).replace("\"trial\":1", "\"trial\":2"));

    Ran ran = tune(copy, "--trials", "4", "--eta", "2");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).contains("trial-1-round-1.json: damaged").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--trials 1;--trials is 1, must be 2 to 10000",
        "--eta 1;--eta is 1, must be 2 to 100",
        "--strategy luck;--strategy is luck, must be one of random, halving",
        "--goal fame;--goal is fame, must be one of cross-entropy, accuracy",
        "--search leaves=1..5;--search leaves: tree has no such setting; it has",
        "--search leaf=5..1;--search leaf is 5..1, must be from a lower number to a higher one",
        "--search leaf=1..5 --set leaf=3;--search leaf: it has a value already",
        "--set leaf=3 --set criterion=gini --set shrinkage=1;"
            + "--set gives values to all that is searched"
      })
  void shouldSayWhatIsWrongAndWriteNothing(String options, String message) {
    Path out = own.resolve("out");

    Ran ran = tune(out, options.split(" ", -1));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains(message);
    assertThat(out).doesNotExist();
  }
}
