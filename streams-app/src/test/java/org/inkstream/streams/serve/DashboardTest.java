package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.image.RejectionReason;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.LabelReport;
import org.inkstream.schemas.OutlierReport;
import org.inkstream.schemas.SetCoverage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every metric, label and label's value that the dashboard and the alerts ask for is one that the
 * service has. That queries are well-formed is checked by {@code .ci/check-deploy.sh}.
 */
class DashboardTest {

  private static final Path DEPLOY = Path.of("../deploy");
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  /** What Prometheus adds when it scrapes. */
  private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance");

  private static final Pattern METRIC =
      Pattern.compile("\\b((?:inkstream|jvm|kafka|process)_\\w+|up)\\b(?:\\{([^}]*)})?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on|ignoring)\\s*\\(([^)]*)\\)");
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private final ServingMetrics metrics = new ServingMetrics();

  /** By metric, then label: its values. */
  private final Map<String, Map<String, Set<String>>> known = new HashMap<>();

  @BeforeEach
  void measureEverything() {
    metrics.answered(List.of("zero"), new int[] {0}, new float[] {1}, 1, 1);
    metrics.classified("v1", 1);
    metrics.batchScored("v1", 1, 1);
    metrics.deadLettered(RejectionReason.NULL_VALUE);
    metrics.swapped(Samples.receipt("v1", NOON));
    metrics.driftReported(report());
    metrics.instance().lag(Map.of(0, 0L));
    metrics.instance().nativeBytes(Map.of("v1", 1L));
    metrics.instance().refused(List.of(RefusalReason.UNSIGNED));
    metrics.instance().champion(Optional.of(Samples.promotion("v1", NOON)));
    known.put("up", Map.of());
    metrics
        .scrape()
        .lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(
            sample -> {
              Map<String, Set<String>> labels =
                  known.computeIfAbsent(sample.group(1), name -> new HashMap<>());
              Matcher label = LABEL.matcher(Optional.ofNullable(sample.group(2)).orElse(""));
              while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new HashSet<>()).add(label.group(2));
              }
            });
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  static Stream<String> queries() throws IOException {
    List<String> all = new ArrayList<>();
    JsonNode dashboard =
        new ObjectMapper().readTree(DEPLOY.resolve("grafana/inkstream.json").toFile());
    dashboard.findValuesAsText("expr").forEach(all::add);
    for (JsonNode variable : dashboard.at("/templating/list")) {
      if (variable.path("type").asText().equals("query")) {
        all.add(variable.path("definition").asText());
      }
    }
    String rules = Files.readString(DEPLOY.resolve("prometheus/inkstream-rules.yml"));
    Matcher rule = Pattern.compile("expr: (?:>-)?(.*?)\\n {8}\\w", Pattern.DOTALL).matcher(rules);
    while (rule.find()) {
      all.add(rule.group(1).strip());
    }
    return all.stream();
  }

  @Test
  void shouldFindTheQueries() throws IOException {
    String rules = Files.readString(DEPLOY.resolve("prometheus/inkstream-rules.yml"));
    long alerts = rules.lines().filter(line -> line.contains("- alert:")).count();

    // 29 of panels and annotations, and two variables.
    assertThat(queries()).hasSize((int) alerts + 31).noneMatch(String::isBlank);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void shouldAskForWhatThereIs(String query) {
    Set<String> labels = new TreeSet<>(OF_THE_SCRAPE);
    Matcher asked = METRIC.matcher(query);
    int found = 0;
    while (asked.find()) {
      found++;
      assertThat(known).as("metrics").containsKey(asked.group(1));
      Map<String, Set<String>> has = known.get(asked.group(1));
      labels.addAll(has.keySet());
      Matcher matcher = MATCHER.matcher(Optional.ofNullable(asked.group(2)).orElse(""));
      while (matcher.find()) {
        if (!OF_THE_SCRAPE.contains(matcher.group(1))) {
          assertThat(has).as("labels of %s", asked.group(1)).containsKey(matcher.group(1));
          assertThat(has.get(matcher.group(1)))
              .as("values of %s", matcher.group(1))
              .contains(matcher.group(3));
        }
      }
    }
    assertThat(found).as("metrics in the query").isPositive();
    Matcher grouped = GROUPED.matcher(query);
    while (grouped.find()) {
      assertThat(labels).containsAll(List.of(grouped.group(1).split("\\s*,\\s*")));
    }
  }

  @Test
  void shouldKnowEveryMetricOfOursInTheDocumentation() throws IOException {
    String operations = Files.readString(Path.of("../docs/operations.md"));
    Set<String> ours =
        known.keySet().stream()
            .filter(name -> name.startsWith("inkstream_"))
            .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(ours).isNotEmpty().allSatisfy(name -> assertThat(operations).contains(name));
  }

  private static DriftReport report() {
    return DriftReport.newBuilder()
        .setVersion("v1")
        .setWindowStart(NOON)
        .setWindowEnd(NOON.plusSeconds(30))
        .setEvents(1)
        .setClasses(List.of())
        .setStatistics(
            List.of(
                DriftStatistic.newBuilder()
                    .setName("input.mean")
                    .setMean(0)
                    .setReferenceMean(0)
                    .setReferenceStdDev(1)
                    .setPsi(0)
                    .setPsiDebiased(0)
                    .setKs(0)
                    .setWasserstein(0)
                    .setBins(List.of())
                    .setReferenceBins(List.of())
                    .setLog10Evidence(0.0)
                    .setLog10Threshold(5.5)
                    .setState(DriftState.OK)
                    .build()))
        .setAccuracyEstimates(List.of(new AccuracyEstimate("mean-confidence", 0.9, 0.001, 0.9)))
        .setLabels(
            new LabelReport(
                1L,
                1.0,
                0L,
                1.0,
                0.9,
                1.0,
                0.0,
                0.0,
                0.3,
                0.0,
                0.0,
                4.0,
                DriftState.OK,
                null,
                new SetCoverage(1L, 1L, 1.0, 0.9, 1.0)))
        .setOutliers(new OutlierReport(0L, 0.0, 0.001))
        .build();
  }
}
