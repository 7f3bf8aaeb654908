package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.model.shadow.ShadowReports;
import org.inkstream.schemas.ShadowReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShadowMetricsTest {

  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

  private final ServingMetrics metrics = new ServingMetrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void shouldCountWhatBecomesOfTheShadowsEvents() {
    metrics.shadow().compared("v2", 3);
    metrics.shadow().compared("v2", 4);
    metrics.shadow().shed("v2", 5);
    metrics.shadow().failed("v2", 6);

    assertThat(metrics.scrape())
        .contains("inkstream_shadow_compared_total{version=\"v2\"} 7.0")
        .contains("inkstream_shadow_shed_total{version=\"v2\"} 5.0")
        .contains("inkstream_shadow_failed_total{version=\"v2\"} 6.0");
  }

  @Test
  void shouldShowTheNewestAgreementWhereItIsReported() {
    metrics.shadow().reported(report(3));
    metrics.shadow().reported(report(1));
    // Labels only.
    metrics.shadow().reported(report(0));

    assertThat(metrics.scrape())
        .contains("inkstream_shadow_agreement{champion=\"v1\",version=\"v2\"} 1.0");

    metrics.shadow().closed();

    assertThat(metrics.scrape()).doesNotContain("inkstream_shadow_agreement{");
  }

  private static ShadowReport report(int compared) {
    Comparison counts = new Comparison();
    for (int i = 0; i < compared; i++) {
      counts.addCompared(1, 1, i == 2 ? 3 : 1, 1);
    }
    return ShadowReports.report(counts, "v1", "v2", START, START.plusSeconds(30));
  }
}
