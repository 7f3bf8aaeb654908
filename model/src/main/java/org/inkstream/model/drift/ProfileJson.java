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

/**
 * A reference profile as JSON (UTF-8): {@code format} (1), {@code featureMap}, {@code events},
 * {@code classNames}, {@code classCounts} and {@code statistics}, each of which has {@code name},
 * {@code mean}, {@code standardDeviation}, {@code edges} and {@code counts}. Reading gives back an
 * equal profile. Other fields are ignored, so that later versions may add some. Safe for use by
 * many threads.
 */
public final class ProfileJson {

  private static final int FORMAT = 1;
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
    root.put("featureMap", profile.featureMap().id());
    root.put("events", profile.events());
    profile.classNames().forEach(root.putArray("classNames")::add);
    profile.classCounts().forEach(root.putArray("classCounts")::add);
    ArrayNode statistics = root.putArray("statistics");
    for (ReferenceStatistic statistic : profile.statistics()) {
      ObjectNode node = statistics.addObject();
      node.put("name", statistic.name());
      node.put("mean", statistic.mean());
      node.put("standardDeviation", statistic.standardDeviation());
      ArrayNode edges = node.putArray("edges");
      for (double edge : statistic.edges()) {
        edges.add(edge);
      }
      ArrayNode counts = node.putArray("counts");
      for (long count : statistic.counts()) {
        counts.add(count);
      }
    }
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
      return new ProfileReading.Unusable(fields.problems());
    }
    String mapId = fields.text("featureMap");
    Optional<FeatureMap> map = FeatureMap.of(mapId);
    if (map.isEmpty() && !mapId.isEmpty()) {
      fields.problem("featureMap", "'" + mapId + "' is not known");
    }
    long events = fields.count("events");
    if (events < 1) {
      fields.problem("events", "must be at least 1");
    }
    List<String> classNames = fields.texts("classNames");
    if (classNames.isEmpty()) {
      fields.problem("classNames", "must not be empty");
    }
    List<Long> classCounts = fields.counts("classCounts");
    fields.expectLength("classCounts", classCounts.size(), classNames.size());
    fields.expectSum("classCounts", classCounts, events);
    List<ReferenceStatistic> statistics = new ArrayList<>();
    for (CheckedFields entry : fields.objects("statistics")) {
      statistics.add(statistic(entry, events));
    }
    if (map.isPresent()) {
      List<String> names = statistics.stream().map(ReferenceStatistic::name).toList();
      if (!names.equals(map.get().names())) {
        fields.problem("statistics", "are " + names + ", the map has " + map.get().names());
      }
    }
    if (!fields.sound()) {
      return new ProfileReading.Unusable(fields.problems());
    }
    return new ProfileReading.Read(
        new ReferenceProfile(map.orElseThrow(), events, classNames, classCounts, statistics));
  }

  private static ReferenceStatistic statistic(CheckedFields fields, long events) {
    String name = fields.text("name");
    double mean = fields.number("mean");
    double deviation = fields.number("standardDeviation");
    if (deviation < 0) {
      fields.problem("standardDeviation", "is negative");
    }
    double[] edges = fields.numbers("edges").stream().mapToDouble(Double::doubleValue).toArray();
    if (edges.length == 0) {
      fields.problem("edges", "must not be empty");
    }
    for (int i = 1; i < edges.length; i++) {
      if (edges[i] <= edges[i - 1]) {
        fields.problem("edges", "do not rise at index " + i);
      }
    }
    List<Long> counts = fields.counts("counts");
    fields.expectLength("counts", counts.size(), edges.length + 1);
    fields.expectSum("counts", counts, events);
    return new ReferenceStatistic(
        name, mean, deviation, edges, counts.stream().mapToLong(Long::longValue).toArray());
  }
}
