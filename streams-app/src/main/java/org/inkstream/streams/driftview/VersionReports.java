package org.inkstream.streams.driftview;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.inkstream.schemas.DriftReport;

/**
 * The newest report of one version and the evidence of the windows before it. Of the older reports
 * only the evidence is kept. Used by one thread.
 */
final class VersionReports {

  /** Windows whose evidence is kept. */
  static final int WINDOWS = 30;

  private final NavigableMap<Instant, Map<String, Double>> evidence = new TreeMap<>();
  private DriftReport latest;

  VersionReports(DriftReport first) {
    latest = first;
    add(first);
  }

  /** Takes a report of this version, in any order; the later read wins where windows are equal. */
  void add(DriftReport report) {
    Map<String, Double> ofWindow = new HashMap<>();
    Watched.of(report).forEach(w -> ofWindow.put(w.name(), w.log10Evidence()));
    evidence.put(report.getWindowEnd(), ofWindow);
    if (evidence.size() > WINDOWS) {
      evidence.pollFirstEntry();
    }
    if (!report.getWindowEnd().isBefore(latest.getWindowEnd())) {
      latest = report;
    }
  }

  String version() {
    return latest.getVersion();
  }

  /** The report of the newest window. */
  DriftReport latest() {
    return latest;
  }

  /** Length of the newest window. */
  Duration window() {
    return Duration.between(latest.getWindowStart(), latest.getWindowEnd());
  }

  /** Powers of ten, oldest window first, the newest last; NaN for a window that has none. */
  double[] evidence(String name) {
    return evidence.values().stream()
        .mapToDouble(window -> window.getOrDefault(name, Double.NaN))
        .toArray();
  }
}
