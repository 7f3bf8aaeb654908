package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.image.RejectionReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an instance measures, as a scrape shows it. */
class ServingMetricsTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.500Z");

  private final ServingMetrics metrics = new ServingMetrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldCountAnswersByClass() {
    List<String> digits = List.of("zero", "one", "two");
    // The fourth is left from a batch before.
    metrics.answered(digits, new int[] {2, 0, 2, 1}, new float[] {1, 1, 1, 1}, 3, 2);
    metrics.answered(digits, new int[] {2}, new float[] {1}, 1, 0);

    assertThat(lines("inkstream_classes"))
        .containsExactlyInAnyOrder(
            "inkstream_classes_total{class=\"two\"} 3.0",
            "inkstream_classes_total{class=\"zero\"} 1.0");
    assertThat(lines("inkstream_outliers")).containsExactly("inkstream_outliers_total 2.0");
  }

  @Test
  void shouldCountClassesTogetherOnceThereAreMany() {
    List<String> many = IntStream.range(0, 100).mapToObj(i -> "class-" + i).toList();
    int[] each = IntStream.range(0, 100).toArray();

    metrics.answered(many, each, new float[100], 100, 0);
    metrics.answered(many, each, new float[100], 100, 0);

    assertThat(lines("inkstream_classes"))
        .hasSize(AnswerMetrics.MOST_CLASSES + 1)
        .contains(
            "inkstream_classes_total{class=\"class-63\"} 2.0",
            "inkstream_classes_total{class=\"(others)\"} 72.0");
  }

  @Test
  void shouldShowHowSureAnswersAre() {
    metrics.answered(
        List.of("a"),
        new int[] {0, 0, 0, 0, 0},
        new float[] {0.25f, 0.5f, 0.75f, 0.9375f, 1},
        5,
        0);

    assertThat(lines("inkstream_confidence"))
        .contains(
            "inkstream_confidence_sum_total 3.4375",
            "inkstream_confidence_answers_total{le=\"0.5\"} 2.0",
            "inkstream_confidence_answers_total{le=\"0.7\"} 2.0",
            "inkstream_confidence_answers_total{le=\"0.8\"} 3.0",
            "inkstream_confidence_answers_total{le=\"0.95\"} 4.0",
            "inkstream_confidence_answers_total{le=\"0.999\"} 4.0",
            "inkstream_confidence_answers_total{le=\"+Inf\"} 5.0");
  }

  @Test
  void shouldSayWhoIsChampionAndSinceWhen() {
    metrics.instance().champion(Optional.of(Samples.promotion("v1", NOON)));
    metrics.instance().champion(Optional.of(Samples.promotion("v2", NOON)));

    assertThat(lines("inkstream_champion"))
        .containsExactly("inkstream_champion_since_seconds{version=\"v2\"} 1.7954352005E9");

    metrics.instance().champion(Optional.empty());

    assertThat(lines("inkstream_champion")).isEmpty();
  }

  @Test
  void shouldSayHowManyVersionsAreRefusedNow() {
    metrics
        .instance()
        .refused(List.of(RefusalReason.MEMORY, RefusalReason.UNSIGNED, RefusalReason.UNSIGNED));

    assertThat(lines("inkstream_refused"))
        .containsExactlyInAnyOrder(
            "inkstream_refused_versions{reason=\"MEMORY\"} 1.0",
            "inkstream_refused_versions{reason=\"UNSIGNED\"} 2.0");

    metrics.instance().refused(List.of());

    assertThat(lines("inkstream_refused")).isEmpty();
  }

  @Test
  void shouldShowTheLagOfEachPartitionWhileItIsKnown() {
    metrics.instance().lag(Map.of(0, 7L, 1, 0L));

    assertThat(lines("inkstream_lag"))
        .containsExactlyInAnyOrder(
            "inkstream_lag_events{partition=\"0\"} 7.0",
            "inkstream_lag_events{partition=\"1\"} 0.0");

    metrics.instance().lag(Map.of());

    assertThat(lines("inkstream_lag")).isEmpty();
  }

  @Test
  void shouldSayWhetherItIsReady() {
    assertThat(lines("inkstream_ready")).containsExactly("inkstream_ready 0.0");

    metrics.instance().ready(true);

    assertThat(lines("inkstream_ready")).containsExactly("inkstream_ready 1.0");
  }

  @Test
  void shouldKnowTheMemoryItMayTake() {
    assertThat(value("inkstream_memory_limit_bytes")).isEqualTo(NativeMemory.ofMachine());
    assertThat(value("inkstream_resident_bytes"))
        .isBetween(1e6, value("inkstream_memory_limit_bytes"));
  }

  @Test
  void shouldCountDeadLettersByReason() {
    metrics.deadLettered(RejectionReason.NULL_VALUE);
    metrics.deadLettered(RejectionReason.NULL_VALUE);

    assertThat(lines("inkstream_events_total"))
        .containsExactly(
            "inkstream_events_total{outcome=\"dead_lettered\",reason=\"NULL_VALUE\",version=\"\"}"
                + " 2.0");
  }

  @Test
  void shouldForgetTheVersionThatWasNotUsedForTheLongestTime() {
    for (int i = 0; i < RecentVersions.MOST; i++) {
      use("v" + i);
    }
    use("v0");
    use("new");

    for (String series :
        List.of(
            "inkstream_events_total",
            "inkstream_scoring_seconds_count",
            "inkstream_swaps_total",
            "inkstream_swap_late_events_total",
            "inkstream_shadow_shed_total")) {
      assertThat(lines(series)).as(series).hasSize(RecentVersions.MOST);
      assertThat(lines(series))
          .noneMatch(line -> line.contains("\"v1\""))
          .anyMatch(line -> line.contains("\"v0\""))
          .anyMatch(line -> line.contains("\"new\""));
    }

    use("v1");

    assertThat(lines("inkstream_swaps_total"))
        .as("counts anew")
        .contains("inkstream_swaps_total{version=\"v1\"} 1.0");
  }

  private void use(String version) {
    metrics.classified(version, 1);
    metrics.batchScored(version, 1, 1);
    metrics.swapped(Samples.receipt(version, NOON));
    metrics.shadow().shed(version, 1);
  }

  private double value(String name) {
    String line = lines(name).get(0);
    return Double.parseDouble(line.substring(line.indexOf(' ') + 1));
  }

  private List<String> lines(String start) {
    return metrics.scrape().lines().filter(line -> line.startsWith(start)).toList();
  }
}
