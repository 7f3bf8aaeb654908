package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ProfileJsonTest {

  private static final String GOOD =
      """
      {"format": 1, "featureMap": "1", "events": 4,
       "classNames": ["a", "b"], "classCounts": [3, 1],
       "statistics": [
         {"name": "meanInk", "mean": 0.5, "standardDeviation": 0.1,
          "edges": [0.25, 0.5], "counts": [1, 2, 1]},
         {"name": "entropy", "mean": 0.5, "standardDeviation": 0, "edges": [0.5], "counts": [4, 0]},
         {"name": "confidence", "mean": 1, "standardDeviation": 0, "edges": [1], "counts": [4, 0]}]}
      """;

  private static ProfileReading read(String json) {
    return ProfileJson.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> problems(UnaryOperator<String> damage) {
    String damaged = damage.apply(GOOD);
    assertThat(damaged).isNotEqualTo(GOOD);
    ProfileReading reading = read(damaged);
    assertThat(reading).isInstanceOf(ProfileReading.Unusable.class);
    return ((ProfileReading.Unusable) reading).problems();
  }

  @Test
  void shouldReadAProfileWrittenByHand() {
    assertThat(read(GOOD)).isInstanceOf(ProfileReading.Read.class);
    ReferenceProfile profile = ((ProfileReading.Read) read(GOOD)).profile();

    assertThat(profile.events()).isEqualTo(4);
    assertThat(profile.classNames()).containsExactly("a", "b");
    assertThat(profile.classCounts()).containsExactly(3L, 1L);
    assertThat(profile.edges(0)).containsExactly(0.25, 0.5);
    assertThat(profile.gapCounts(0)).containsExactly(1, 2, 2);
    assertThat(profile.bin(0, 0.3)).isEqualTo(1);
    assertThat(profile.standardDeviation(0)).isEqualTo(0.1);
  }

  @Test
  void shouldReadWhatItWroteToTheLastBit() {
    for (int events : new int[] {1, 20, 2000}) {
      ReferenceProfile profile = Examples.of(events, events);

      byte[] json = ProfileJson.write(profile);

      assertThat(ProfileJson.read(json)).isEqualTo(new ProfileReading.Read(profile));
      assertThat(ProfileJson.write(profile)).isEqualTo(json);
    }
  }

  @Test
  void shouldIgnoreFieldsOfLaterVersions() {
    assertThat(read(GOOD.replaceFirst("\\{", "{\"quantiles\": [1], ")))
        .isInstanceOf(ProfileReading.Read.class);
  }

  @Test
  void shouldReportAllProblemsTogether() {
    List<String> problems =
        problems(
            json ->
                json.replace("\"events\": 4", "\"events\": 5")
                    .replace("[\"a\", \"b\"]", "[\"a\", \"\", \"c\"]")
                    .replace("[0.25, 0.5]", "[0.5, 0.25]")
                    .replace("\"standardDeviation\": 0.1", "\"standardDeviation\": -1"));

    assertThat(problems)
        .containsExactly(
            "classNames is not a text, or is empty",
            "classCounts has 2 entries instead of 3",
            "classCounts sum to 4 instead of 5",
            "statistics[0].standardDeviation is negative",
            "statistics[0].edges do not rise at index 1",
            "statistics[0].counts sum to 4 instead of 5",
            "statistics[1].counts sum to 4 instead of 5",
            "statistics[2].counts sum to 4 instead of 5");
  }

  @Test
  void shouldNameWhatIsMissing() {
    assertThat(((ProfileReading.Unusable) read("{\"format\": 1}")).problems())
        .containsExactly(
            "featureMap is missing",
            "events is missing",
            "events must be at least 1",
            "classNames is missing",
            "classNames must not be empty",
            "classCounts is missing",
            "statistics is missing");
  }

  @Test
  void shouldRefuseOtherFormatsAndFeatureMaps() {
    assertThat(problems(json -> json.replace("\"format\": 1", "\"format\": 2")))
        .containsExactly("format is 2, known is 1");
    assertThat(problems(json -> json.replace("\"featureMap\": \"1\"", "\"featureMap\": \"x\"")))
        .containsExactly("featureMap 'x' is not known");
    assertThat(problems(json -> json.replace("\"entropy\"", "\"margin\"")))
        .containsExactly(
            "statistics are [meanInk, margin, confidence], the map has"
                + " [meanInk, entropy, confidence]");
  }

  @Test
  void shouldRefuseNumbersThatCannotBe() {
    assertThat(problems(json -> json.replace("\"mean\": 1,", "\"mean\": 1e999,")))
        .containsExactly("statistics[2].mean is not a finite number");
    assertThat(problems(json -> json.replace("[3, 1]", "[5, -1]")))
        .contains("classCounts is not a whole number from 0");
    assertThat(problems(json -> json.replace("[3, 1]", "[9223372036854775807, 1]")))
        .hasSize(1)
        .allMatch(problem -> problem.startsWith("classCounts sum to"));
    assertThat(problems(json -> json.replace("[1, 2, 1]", "[1, 3]")))
        .containsExactly("statistics[0].counts has 2 entries instead of 3");
    assertThat(problems(json -> json.replace("\"edges\": [0.5]", "\"edges\": []")))
        .contains("statistics[1].edges must not be empty");
  }

  @Test
  void shouldSurviveWhatIsNoProfileAtAll() {
    for (String json : List.of("", "x", "[]", "null", "3", GOOD + "{}", GOOD.substring(9))) {
      assertThat(read(json)).as(json).isInstanceOf(ProfileReading.Unusable.class);
    }
    assertThat(((ProfileReading.Unusable) read("{\"a\": 1, \"a\": 2}")).problems())
        .singleElement()
        .asString()
        .startsWith("not JSON: ");
    assertThat(
            problems(json -> json.replace("{\"name\": \"entropy\"", "7, {\"name\": \"entropy\"")))
        .contains("statistics[1] is not an object");
  }
}
