package org.inkstream.streams.driftview;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.inkstream.schemas.DriftReport;

/** The reports read so far, by version. Used by one thread. */
final class ReportBook {

  /** A version that is further behind the newest window than this many windows is inactive. */
  static final int WINDOWS_TO_INACTIVE = 10;

  private final Map<String, VersionReports> versions = new TreeMap<>(Comparator.reverseOrder());

  void add(DriftReport report) {
    VersionReports known = versions.get(report.getVersion());
    if (known == null) {
      versions.put(report.getVersion(), new VersionReports(report));
    } else {
      known.add(report);
    }
  }

  boolean isEmpty() {
    return versions.isEmpty();
  }

  Optional<VersionReports> version(String name) {
    return Optional.ofNullable(versions.get(name));
  }

  /** All versions, the newest name first. */
  List<VersionReports> all() {
    return List.copyOf(versions.values());
  }

  /** Those that are not inactive. */
  List<VersionReports> active() {
    return versions.values().stream().filter(this::isActive).toList();
  }

  boolean isActive(VersionReports version) {
    return windowsBehind(version) <= WINDOWS_TO_INACTIVE;
  }

  /** How many windows of the newest report's length a version is behind that report. */
  long windowsBehind(VersionReports version) {
    VersionReports newest =
        versions.values().stream()
            .max(Comparator.comparing(v -> v.latest().getWindowEnd()))
            .orElse(version);
    Instant end = newest.latest().getWindowEnd();
    Duration behind = Duration.between(version.latest().getWindowEnd(), end);
    return behind.toMillis() / Math.max(1, newest.window().toMillis());
  }
}
