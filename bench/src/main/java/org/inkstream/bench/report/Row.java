package org.inkstream.bench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One measurement beside its baseline.
 *
 * @param benchmark which benchmark it is of
 * @param name what was measured
 * @param unit of the values
 * @param value what was found
 * @param baseline what it is compared with; empty for one that is itself the baseline
 * @param goal what the ratio should at least be; empty if none was set
 * @param details more about it, by name, such as CPU time; numbers or words
 */
public record Row(
    String benchmark,
    String name,
    String unit,
    Sample value,
    Optional<Baseline> baseline,
    Optional<Double> goal,
    Map<String, Object> details) {

  /** What a measurement is compared with. */
  public record Baseline(String name, Sample value) {}

  /** Checks and copies. */
  public Row {
    Objects.requireNonNull(benchmark, "benchmark");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(value, "value");
    if (goal.isPresent() && baseline.isEmpty()) {
      throw new IllegalArgumentException("a goal is for a ratio, and " + name + " has none");
    }
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** A measurement that others are compared with. */
  public static Row baseline(String benchmark, String name, String unit, Sample value) {
    return new Row(benchmark, name, unit, value, Optional.empty(), Optional.empty(), Map.of());
  }

  /** This row beside a baseline. */
  public Row against(Row other) {
    return against(other.name(), other.value());
  }

  /** This row beside a baseline that has no row of its own. */
  public Row against(String other, Sample measured) {
    return new Row(
        benchmark, name, unit, value, Optional.of(new Baseline(other, measured)), goal, details);
  }

  /** This row with what its ratio should at least be. */
  public Row withGoal(double atLeast) {
    return new Row(benchmark, name, unit, value, baseline, Optional.of(atLeast), details);
  }

  /** This row with one more detail. */
  public Row with(String detail, Object of) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(detail, of);
    return new Row(benchmark, name, unit, value, baseline, goal, more);
  }

  /** Value by baseline, round by round where both have the same rounds. */
  public Optional<Sample> ratio() {
    return baseline.map(
        other ->
            other.value().rounds().size() == value.rounds().size()
                ? value.dividedBy(other.value())
                : Sample.of(value.median() / other.value().median()));
  }
}
