package org.inkstream.model.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inkstream.model.conformal.PredictionSets;

/**
 * A reference profile as JSON (UTF-8): {@code format} (2), {@code featureMap}, {@code events},
 * {@code classNames}, {@code statistics}, {@code loss}, {@code answers}, {@code embedding} and,
 * since there are such, {@code predictionSets} and {@code outlierTest}. Many numbers in a row are
 * Base64 of their bytes, lowest first ({@link PackedNumbers}). Reading gives back an equal profile.
 * Other fields are ignored, so that later versions may add some. Safe for use by many threads.
 */
public final class ProfileJson {

  private static final int FORMAT = 2;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ProfileJson() {}

  /** The profile as JSON, indented; the same profile gives the same bytes. */
  public static byte[] write(ReferenceProfile profile) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    FeatureMapJson.write(profile.featureMap(), root.putObject("featureMap"));
    root.put("events", profile.events());
    profile.classNames().forEach(root.putArray("classNames")::add);
    ArrayNode statistics = root.putArray("statistics");
    profile.statistics().forEach(each -> write(each, statistics.addObject()));
    write(profile.loss(), root.putObject("loss"));
    ObjectNode answers = root.putObject("answers");
    ArrayNode confusion = answers.putArray("confusion");
    for (long[] row : profile.answers().confusion()) {
      ArrayNode into = confusion.addArray();
      for (long count : row) {
        into.add(count);
      }
    }
    answers.put("confidenceSum", profile.answers().confidenceSum());
    answers.put("threshold", profile.answers().threshold());
    ObjectNode embedding = root.putObject("embedding");
    embedding.put("sums", PackedNumbers.of(profile.embedding().sums()));
    embedding.put("spread", profile.embedding().spread());
    embedding.put("nullQuantile", profile.embedding().nullQuantile());
    profile.predictionSets().ifPresent(sets -> write(sets, root.putObject("predictionSets")));
    profile
        .outlierTest()
        .ifPresent(test -> OutlierTestJson.write(test, root.putObject("outlierTest")));
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree of numbers and names is always writable", e);
    }
  }

  /**
   * Reads and checks.
   *
   * @param json not null; anything at all
   */
  public static ProfileReading read(byte[] json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      String line =
          e instanceof JsonProcessingException p ? p.getOriginalMessage() : e.getMessage();
      return new ProfileReading.Unusable(List.of("not JSON: " + line));
    }
    CheckedFields fields = new CheckedFields(root);
    long format = fields.count("format");
    if (fields.sound() && format != FORMAT) {
      fields.problem("format", "is " + format + ", known is " + FORMAT);
    }
    return fields.sound() ? read(fields) : new ProfileReading.Unusable(fields.problems());
  }

  private static ProfileReading read(CheckedFields fields) {
    long events = fields.count("events");
    if (events < 1) {
      fields.problem("events", "must be at least 1");
    }
    List<String> classNames = fields.texts("classNames");
    if (classNames.isEmpty()) {
      fields.problem("classNames", "must not be empty");
    }
    List<ReferenceStatistic> statistics = new ArrayList<>();
    for (CheckedFields entry : fields.objects("statistics")) {
      statistics.add(statistic(entry, events));
    }
    ReferenceStatistic loss = statistic(fields.object("loss"), events);
    CheckedFields answers = fields.object("answers");
    List<List<Long>> confusion = answers.table("confusion");
    answers.expectLength("confusion", confusion.size(), classNames.size());
    confusion.forEach(row -> answers.expectLength("confusion", row.size(), classNames.size()));
    answers.expectSum("confusion", confusion.stream().flatMap(List::stream).toList(), events);
    double confidenceSum = answers.number("confidenceSum");
    double threshold = answers.number("threshold");
    CheckedFields embedding = fields.object("embedding");
    long[] sums = PackedNumbers.longs(embedding, "sums", RandomFeatures.COUNT);
    double spread = embedding.number("spread");
    double nullQuantile = embedding.number("nullQuantile");
    Optional<PredictionSets> predictionSets =
        fields.has("predictionSets")
            ? predictionSets(fields.object("predictionSets"), events)
            : Optional.empty();
    Optional<OutlierTest> outlierTest =
        fields.has("outlierTest")
            ? OutlierTestJson.read(fields.object("outlierTest"), events)
            : Optional.empty();
    FeatureMap map = FeatureMapJson.read(fields.object("featureMap"), classNames.size());
    if (fields.sound()) {
      List<String> names = statistics.stream().map(ReferenceStatistic::name).toList();
      if (!names.equals(map.names())) {
        fields.problem("statistics", "are " + names + ", the map has " + map.names());
      }
    }
    if (!fields.sound()) {
      return new ProfileReading.Unusable(fields.problems());
    }
    return new ProfileReading.Read(
        new ReferenceProfile(
            map,
            classNames,
            statistics,
            loss,
            new ReferenceAnswers(
                confusion.stream().map(CheckedFields::array).toArray(long[][]::new),
                confidenceSum,
                threshold),
            new ReferenceEmbedding(sums, spread, nullQuantile),
            predictionSets,
            outlierTest));
  }

  private static void write(PredictionSets sets, ObjectNode node) {
    node.put("coverage", sets.coverage());
    node.put("threshold", sets.threshold());
  }

  private static Optional<PredictionSets> predictionSets(CheckedFields fields, long events) {
    double coverage = fields.number("coverage");
    if (!PredictionSets.isCoverage(coverage)) {
      fields.problem("coverage", "is not between 0 and 1");
    }
    double threshold = fields.number("threshold");
    if (!(threshold >= 0 && threshold <= 1)) {
      fields.problem("threshold", "is not between 0 and 1");
    }
    return fields.sound()
        ? Optional.of(new PredictionSets(coverage, events, (float) threshold))
        : Optional.empty();
  }

  private static void write(ReferenceStatistic statistic, ObjectNode node) {
    node.put("name", statistic.name());
    node.put("mean", statistic.mean());
    node.put("standardDeviation", statistic.standardDeviation());
    node.put("least", statistic.least());
    node.put("largest", statistic.largest());
    numbers(node.putArray("edges"), statistic.edges());
    node.put("jitters", PackedNumbers.of(statistic.jitters()));
    ArrayNode gaps = node.putArray("gaps");
    for (long gap : statistic.gaps()) {
      gaps.add(gap);
    }
    numbers(node.putArray("quantiles"), statistic.quantiles());
  }

  private static void numbers(ArrayNode into, double[] numbers) {
    for (double number : numbers) {
      into.add(number);
    }
  }

  private static ReferenceStatistic statistic(CheckedFields fields, long events) {
    String name = fields.text("name");
    double mean = fields.number("mean");
    double deviation = fields.number("standardDeviation");
    if (deviation < 0) {
      fields.problem("standardDeviation", "is negative");
    }
    double least = fields.number("least");
    double largest = fields.number("largest");
    double[] edges = fields.numberArray("edges");
    for (int i = 1; i < edges.length; i++) {
      if (edges[i] < edges[i - 1]) {
        fields.problem("edges", "fall at index " + i);
      }
    }
    long[] jitters = PackedNumbers.longs(fields, "jitters", edges.length);
    List<Long> gaps = fields.counts("gaps");
    fields.expectLength("gaps", gaps.size(), edges.length + 1);
    fields.expectSum("gaps", gaps, events + 1);
    if (gaps.contains(0L)) {
      fields.problem("gaps", "has a 0");
    }
    double[] quantiles = fields.numberArray("quantiles");
    fields.expectLength("quantiles", quantiles.length, ReferenceStatistic.LEVELS.length);
    return new ReferenceStatistic(
        name,
        mean,
        deviation,
        least,
        largest,
        edges,
        jitters,
        CheckedFields.array(gaps),
        quantiles);
  }
}
