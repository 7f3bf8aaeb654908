package org.inkstream.model.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inkstream.schemas.InstanceStatus;

/** The last heartbeat of each instance, and who is alive by them. Owned by one thread. */
final class Heartbeats {

  private record Beat(InstanceStatus status, Instant at) {}

  private final Map<String, Beat> last = new TreeMap<>();
  private final Duration deadAfter;
  private Instant newest = Instant.MIN;

  Heartbeats(Duration deadAfter) {
    this.deadAfter = deadAfter;
  }

  /**
   * A heartbeat.
   *
   * @param at the broker's time
   */
  void beat(InstanceStatus status, Instant at) {
    last.put(status.getInstance(), new Beat(status, at));
    newest = at.isAfter(newest) ? at : newest;
  }

  /** An instance ended in order. */
  void ended(String instance) {
    last.remove(instance);
  }

  /**
   * Those whose last heartbeat is not older than allowed. Where this machine's clock is behind the
   * brokers', their newest heartbeat tells the time.
   */
  Fleet alive(Instant now) {
    Instant time = newest.isAfter(now) ? newest : now;
    SortedMap<String, InstanceStatus> live = new TreeMap<>();
    last.forEach(
        (instance, beat) -> {
          if (!beat.at().plus(deadAfter).isBefore(time)) {
            live.put(instance, beat.status());
          }
        });
    return new Fleet(live);
  }
}
