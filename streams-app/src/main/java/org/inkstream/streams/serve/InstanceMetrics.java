package org.inkstream.streams.serve;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bytedeco.javacpp.Pointer;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.schemas.AliasChange;

/** How one instance is when it is asked. Safe for use by many threads. */
final class InstanceMetrics {

  private final MultiGauge champion;
  private final MultiGauge refused;
  private final MultiGauge lag;
  private final MultiGauge nativeBytes;
  private volatile boolean ready;

  InstanceMetrics(MeterRegistry registry) {
    Gauge.builder("inkstream.ready", () -> ready ? 1 : 0)
        .description("1 while the instance answers events, as /health/ready says")
        .register(registry);
    champion =
        MultiGauge.builder("inkstream.champion.since")
            .description("Unix time from which on the version is champion on this instance")
            .baseUnit("seconds")
            .register(registry);
    refused =
        MultiGauge.builder("inkstream.refused.versions")
            .description("Published versions that this instance refuses, by reason")
            .register(registry);
    lag =
        MultiGauge.builder("inkstream.lag")
            .description("Events of the whole application that are not answered yet")
            .baseUnit("events")
            .register(registry);
    nativeBytes =
        MultiGauge.builder("inkstream.native.bytes")
            .description("Native memory of each loaded version")
            .baseUnit("bytes")
            .register(registry);
    Gauge.builder("inkstream.resident", Pointer::physicalBytes)
        .description("Memory of this process, heap and native")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("inkstream.memory.limit", NativeMemory::ofMachine)
        .description("Memory of the machine, or what the container may use")
        .baseUnit("bytes")
        .register(registry);
  }

  void ready(boolean now) {
    ready = now;
  }

  void champion(Optional<AliasChange> now) {
    champion.register(
        now.filter(change -> change.getVersion() != null)
            .<Iterable<Row<?>>>map(
                change ->
                    List.of(
                        Row.of(
                            Tags.of("version", change.getVersion()),
                            change.getEffectiveFrom().toEpochMilli() / 1000.0)))
            .orElse(List.of()),
        true);
  }

  void refused(Collection<RefusalReason> reasons) {
    Map<RefusalReason, Integer> counts = new TreeMap<>();
    reasons.forEach(reason -> counts.merge(reason, 1, Integer::sum));
    refused.register(rows("reason", counts), true);
  }

  void lag(Map<Integer, Long> eventsByPartition) {
    lag.register(rows("partition", eventsByPartition), true);
  }

  void nativeBytes(Map<String, Long> bytesByVersion) {
    nativeBytes.register(rows("version", bytesByVersion), true);
  }

  private static List<Row<?>> rows(String tag, Map<?, ? extends Number> values) {
    return values.entrySet().stream()
        .<Row<?>>map(e -> Row.of(Tags.of(tag, e.getKey().toString()), e.getValue()))
        .toList();
  }
}
