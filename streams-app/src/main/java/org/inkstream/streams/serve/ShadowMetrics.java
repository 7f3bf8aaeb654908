package org.inkstream.streams.serve;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.streams.scoring.ShadowListener;
import org.inkstream.streams.shadow.ShadowReportListener;

/** What becomes of the shadow's events, and its newest report. Safe for use by many threads. */
final class ShadowMetrics implements ShadowListener, ShadowReportListener {

  private record OfVersion(Counter compared, Counter shed, Counter failed) {}

  private final MeterRegistry registry;
  private final RecentVersions<OfVersion> versions =
      new RecentVersions<>(this::meters, this::remove);
  private final MultiGauge agreement;

  ShadowMetrics(MeterRegistry registry) {
    this.registry = registry;
    agreement =
        MultiGauge.builder("inkstream.shadow.agreement")
            .description("Share of the newest window's compared events with the same class")
            .register(registry);
  }

  @Override
  public void compared(String shadow, long events) {
    versions.of(shadow).compared().increment(events);
  }

  @Override
  public void shed(String shadow, long events) {
    versions.of(shadow).shed().increment(events);
  }

  @Override
  public void failed(String shadow, long events) {
    versions.of(shadow).failed().increment(events);
  }

  @Override
  public void reported(ShadowReport report) {
    // A window in which only labels came says nothing of agreement.
    if (report.getCompared() > 0) {
      Tags tags = Tags.of("version", report.getShadow(), "champion", report.getChampion());
      agreement.register(List.of(Row.of(tags, report.getAgreement())), true);
    }
  }

  @Override
  public void closed() {
    agreement.register(List.of(), true);
  }

  private OfVersion meters(String version) {
    return new OfVersion(
        counter("compared", "Events that champion and shadow scored", version),
        counter("shed", "Events that the shadow had no room for", version),
        counter("failed", "Events that the shadow could not score", version));
  }

  private void remove(OfVersion meters) {
    registry.remove(meters.compared());
    registry.remove(meters.shed());
    registry.remove(meters.failed());
  }

  private Counter counter(String name, String description, String version) {
    return Counter.builder("inkstream.shadow." + name)
        .description(description)
        .tag("version", version)
        .register(registry);
  }
}
