package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ReferenceProfile PROFILE = Examples.profile(4, 60);
  private static final byte[] GOOD = ProfileJson.write(PROFILE);

  private static ObjectNode good() {
    try {
      return (ObjectNode) JSON.readTree(GOOD);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> problems(byte[] json) {
    ProfileReading reading = ProfileJson.read(json);
    assertThat(reading).isInstanceOf(ProfileReading.Unusable.class);
    return ((ProfileReading.Unusable) reading).problems();
  }

  private static List<String> problems(String json) {
    return problems(json.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> problems(Consumer<ObjectNode> damage) {
    ObjectNode root = good();
    damage.accept(root);
    assertThat(root).isNotEqualTo(good());
    return problems(root.toString());
  }

  private static ObjectNode at(ObjectNode root, String pointer) {
    return (ObjectNode) root.at(pointer);
  }

  @Test
  void shouldReadWhatItWroteToTheLastBit() {
    for (int events : new int[] {1, 20, 700}) {
      ReferenceProfile profile = Examples.profile(events, events);

      byte[] json = ProfileJson.write(profile);

      assertThat(ProfileJson.read(json)).isEqualTo(new ProfileReading.Read(profile));
      ReferenceProfile read = ((ProfileReading.Read) ProfileJson.read(json)).profile();
      assertThat(ProfileJson.write(read)).isEqualTo(json);
      assertThat(read.featureMap()).isEqualTo(profile.featureMap());
      // Not the digest alone: the same bins and the same sums.
      assertThat(Examples.counts(read, Examples.rows(3, 9)))
          .isEqualTo(Examples.counts(profile, Examples.rows(3, 9)));
    }
  }

  @Test
  void shouldReadAProfileOfANetworkWithoutEmbeddings() {
    ScoredRows rows =
        new ScoredRows(
            new float[] {0, 1, 1, 0}, 2, new float[] {1, 0, 0, 1}, 2, new float[0], 0, 1, 0);
    ReferenceProfile profile =
        new ProfileBuilder(FeatureMaps.fit(2, 1, rows, 2, -5), List.of("a", "b"))
            .add(rows, 0, 0)
            .add(rows, 1, 1)
            .build();

    assertThat(ProfileJson.read(ProfileJson.write(profile)))
        .isEqualTo(new ProfileReading.Read(profile));
  }

  @Test
  void shouldIgnoreFieldsOfLaterVersions() {
    ObjectNode root = good();
    root.put("later", 1);
    at(root, "/featureMap").put("later", 1);
    at(root, "/statistics/0").put("later", 1);

    assertThat(ProfileJson.read(root.toString().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new ProfileReading.Read(PROFILE));
  }

  @Test
  void shouldReadAProfileOfBeforeThereWerePredictionSets() {
    ObjectNode root = good();
    root.remove("predictionSets");

    ProfileReading reading = ProfileJson.read(root.toString().getBytes(StandardCharsets.UTF_8));

    ReferenceProfile read = ((ProfileReading.Read) reading).profile();
    assertThat(read.predictionSets()).isEmpty();
    assertThat(read).isNotEqualTo(PROFILE);
    assertThat(ProfileJson.read(ProfileJson.write(read))).isEqualTo(new ProfileReading.Read(read));
  }

  @Test
  void shouldRefuseImpossiblePredictionSets() {
    assertThat(
            problems(
                root -> {
                  at(root, "/predictionSets").put("coverage", 1);
                  at(root, "/predictionSets").put("threshold", -0.5);
                }))
        .containsExactly(
            "predictionSets.coverage is not between 0 and 1",
            "predictionSets.threshold is not between 0 and 1");
    assertThat(problems(root -> root.put("predictionSets", "all")))
        .contains("predictionSets is not an object");
  }

  @Test
  void shouldReadAProfileOfBeforeThereWasAnOutlierTest() throws IOException {
    ReferenceProfile profile = Examples.profile(4, 100);
    ObjectNode root = (ObjectNode) JSON.readTree(ProfileJson.write(profile));
    root.remove("outlierTest");

    ProfileReading reading = ProfileJson.read(root.toString().getBytes(StandardCharsets.UTF_8));

    ReferenceProfile read = ((ProfileReading.Read) reading).profile();
    assertThat(profile.outlierTest()).isPresent();
    assertThat(read.outlierTest()).isEmpty();
    assertThat(read).isNotEqualTo(profile);
  }

  @Test
  void shouldRefuseAnImpossibleOutlierTest() throws IOException {
    byte[] sound = ProfileJson.write(Examples.profile(4, 100));
    ObjectNode root = (ObjectNode) JSON.readTree(sound);
    ObjectNode test = at(root, "/outlierTest");
    // 80 scores, of which the first is now the largest there is.
    byte[] scores = Base64.getDecoder().decode(test.get("scores").textValue());
    scores[3] = 0x7e;
    test.put("scores", scores).put("level", 0);
    ((ArrayNode) test.get("means")).remove(0);
    ((ArrayNode) test.get("inverse")).add(1);

    assertThat(problems(root.toString()))
        .containsExactly(
            "outlierTest.level is not between 0 and 1",
            "outlierTest.scores fall at index 1",
            "outlierTest.means has 8 entries instead of 9",
            "outlierTest.inverse has 82 entries instead of 81");
    test.put("images", 101);
    assertThat(problems(root.toString()))
        .contains(
            "outlierTest.images is not between 1 and the profile's 100",
            "outlierTest.scores has 320 bytes instead of 404");
    test.put("images", 1L << 60);
    assertThat(problems(root.toString()))
        .contains("outlierTest.scores has 320 bytes instead of 40000");
    root.put("outlierTest", "all");
    assertThat(problems(root.toString())).contains("outlierTest is not an object");
  }

  @Test
  void shouldReportAllProblemsTogether() {
    assertThat(
            problems(
                root -> {
                  root.put("events", 61);
                  ((ArrayNode) root.get("classNames")).set(1, "");
                  at(root, "/statistics/0").put("standardDeviation", -1);
                  at(root, "/statistics/1").remove("mean");
                  at(root, "/loss").put("jitters", "*");
                  at(root, "/answers").put("threshold", "high");
                  at(root, "/embedding").put("sums", "AAAA");
                  at(root, "/featureMap").put("bandwidth", 0);
                  at(root, "/featureMap/input").put("size", 13);
                }))
        .contains(
            "classNames is not a text, or is empty",
            "statistics[0].standardDeviation is negative",
            "statistics[0].gaps sum to 61 instead of 62",
            "statistics[1].mean is missing",
            "statistics[21].gaps sum to 61 instead of 62",
            "loss.jitters is not Base64",
            "loss.gaps sum to 61 instead of 62",
            "answers.confusion sum to 60 instead of 61",
            "answers.threshold is not a finite number",
            "embedding.sums has 3 bytes instead of 4096",
            "featureMap.bandwidth is not positive",
            "featureMap.input.size is 13 instead of 12");
  }

  @Test
  void shouldNameWhatIsMissing() {
    assertThat(problems("{\"format\": 2}"))
        .contains(
            "events is missing",
            "events must be at least 1",
            "classNames is missing",
            "classNames must not be empty",
            "statistics is missing",
            "loss is missing",
            "loss.name is missing",
            "answers is missing",
            "answers.confusion is missing",
            "embedding is missing",
            "embedding.sums is missing",
            "featureMap is missing",
            "featureMap.id is missing",
            "featureMap.digest is missing",
            "featureMap.input is missing",
            "featureMap.input.mean is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/events",
        "/classNames",
        "/statistics",
        "/loss",
        "/answers",
        "/embedding",
        "/featureMap",
        "/statistics/3/name",
        "/statistics/3/mean",
        "/statistics/3/standardDeviation",
        "/statistics/3/least",
        "/statistics/3/largest",
        "/statistics/3/edges",
        "/statistics/3/jitters",
        "/statistics/3/gaps",
        "/statistics/3/quantiles",
        "/answers/confusion",
        "/answers/confidenceSum",
        "/answers/threshold",
        "/embedding/sums",
        "/embedding/spread",
        "/embedding/nullQuantile",
        "/featureMap/id",
        "/featureMap/digest",
        "/featureMap/width",
        "/featureMap/height",
        "/featureMap/bandwidth",
        "/featureMap/seed",
        "/featureMap/input/size",
        "/featureMap/input/mean",
        "/featureMap/input/components",
        "/featureMap/embedding/variances"
      })
  void shouldRefuseAProfileThatLacksAField(String pointer) {
    String parent = pointer.substring(0, pointer.lastIndexOf('/'));
    String field = pointer.substring(pointer.lastIndexOf('/') + 1);
    String path = parent.isEmpty() ? field : parent.substring(1).replace('/', '.') + "." + field;
    String expected = path.replace("statistics.3", "statistics[3]") + " is missing";

    assertThat(problems((ObjectNode root) -> at(root, parent).remove(field))).contains(expected);
    // Nor does something else in its place do.
    assertThat(problems((ObjectNode root) -> at(root, parent).put(field, true)))
        .anyMatch(problem -> problem.startsWith(expected.replace(" is missing", " is not a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/featureMap | id | \"3\" | featureMap.id '3' is not known, known is 2",
        "/featureMap | width | 0 | featureMap.width is not 1 to 2048",
        "/featureMap | height | 2049 | featureMap.height is not 1 to 2048",
        "/featureMap | seed | \"x\" | featureMap.seed is not a whole number",
        "/featureMap | bandwidth | -1 | featureMap.bandwidth is not positive",
        "/featureMap | digest | \"0\" | featureMap.digest is not that of the content, MAP",
        "/featureMap | seed | \"8\" | featureMap.digest is not that of the content,",
        "/statistics/2 | name | \"x\" | statistics are [",
        "/statistics/2 | mean | 1e999 | statistics[2].mean is not a finite number",
        "/statistics/2 | gaps | [1, 60] | statistics[2].gaps has 2 entries instead of",
        "/statistics/2 | quantiles | [1, 2] | statistics[2].quantiles has 2 entries instead of 5",
        "/statistics/2 | jitters | \"\" | statistics[2].jitters has 0 bytes instead of",
        "/answers | confusion | [[60]] | answers.confusion has 1 entries instead of 3",
        "/answers | confusion | [7, 8, 9] | answers.confusion has 0 entries instead of 3",
        "/answers | confusion | [[60,0,0],[0,0,0],[0,1,-1]] | answers.confusion is not a whole",
        "/answers | confusion | [[9223372036854775807,9223372036854775807,62],[0,0,0],[0,0,0]]"
            + "| answers.confusion sum to",
        "'' | events | 0 | events must be at least 1",
        "'' | events | 9223372036854775807 | statistics[0].gaps sum to 61 instead of",
        "'' | events | 1.5 | events is not a whole number from 0",
        "'' | classNames | [] | classNames must not be empty",
        "'' | statistics | [7] | statistics[0] is not an object",
        "'' | format | 1 | format is 1, known is 2",
        "'' | format | \"2\" | format is not a whole number from 0"
      })
  void shouldSayWhatIsWrong(String parent, String field, String value, String problem)
      throws Exception {
    JsonNode node = JSON.readTree(value);
    ObjectNode root = good();
    at(root, parent).set(field, node);
    // Jackson writes infinity as a text; the file has digits.
    String json = root.toString().replace("\"Infinity\"", "1e999");

    assertThat(problems(json))
        .anyMatch(each -> each.startsWith(problem.replace("MAP", PROFILE.featureMap().digest())));
  }

  @Test
  void shouldRefuseEdgesThatFallAndGapsOfNothing() {
    assertThat(
            problems(
                (ObjectNode root) -> {
                  ArrayNode edges = (ArrayNode) root.at("/statistics/0/edges");
                  edges.set(1, edges.get(1).doubleValue() + 1e6);
                }))
        .containsExactly("statistics[0].edges fall at index 2");
    assertThat(
            problems(
                (ObjectNode root) -> {
                  ArrayNode gaps = (ArrayNode) root.at("/statistics/0/gaps");
                  gaps.set(1, gaps.get(1).longValue() + gaps.get(2).longValue());
                  gaps.set(2, 0);
                }))
        .containsExactly("statistics[0].gaps has a 0");
  }

  @Test
  void shouldRefuseBasesThatAreNoNumbers() {
    byte[] notANumber = new byte[12 * 4];
    notANumber[2] = (byte) 0xC0;
    notANumber[3] = 0x7F;

    assertThat(
            problems(
                (ObjectNode root) ->
                    at(root, "/featureMap/input")
                        .put("mean", Base64.getEncoder().encodeToString(notANumber))))
        .containsExactly("featureMap.input.mean are not all finite");
    assertThat(
            problems(
                (ObjectNode root) ->
                    ((ArrayNode) root.at("/featureMap/input/variances")).set(0, -1)))
        .containsExactly("featureMap.input.variances are not all positive");
  }

  @Test
  void shouldSurviveWhatIsNoProfileAtAll() {
    String good = new String(GOOD, StandardCharsets.UTF_8);
    for (String json : List.of("", "x", "[]", "null", "3", good + "{}", good.substring(9))) {
      assertThat(ProfileJson.read(json.getBytes(StandardCharsets.UTF_8)))
          .as(json)
          .isInstanceOf(ProfileReading.Unusable.class);
    }
    assertThat(problems("{\"a\": 1, \"a\": 2}"))
        .singleElement()
        .asString()
        .startsWith("not JSON: ");
    assertThat(problems("[]")).contains("not a JSON object");
  }

  @Test
  void shouldSurviveAnyDamage() {
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] damaged = GOOD.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (ProfileJson.read(damaged) instanceof ProfileReading.Unusable unusable) {
        refused++;
        assertThat(unusable.problems()).isNotEmpty().allMatch(line -> !line.contains("\n"));
      }
    }
    assertThat(refused).isPositive();
  }
}
