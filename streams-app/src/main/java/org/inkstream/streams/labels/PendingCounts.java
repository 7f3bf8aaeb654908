package org.inkstream.streams.labels;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.streams.journal.Journal;

/**
 * What joins have added up and nobody was told yet, by window and version: one message a second is
 * enough, where one a label would be work for the one task that adds up all windows. In the
 * journal, so that a crash loses nothing. For one thread.
 */
final class PendingCounts {

  // Keys sort as text: by window, then version. The version is last, as it may hold '|'.
  private static final String KEY = "%019d|%s";
  private static final int WINDOW_END = 19;

  private final Journal journal;
  private final Map<String, LabelCounts> counts = new HashMap<>();

  // What the last event was added to: nearly always the next one's, too.
  private String version = "";
  private long windowStart;
  private String key = "";

  PendingCounts(Journal journal) {
    this.journal = journal;
    journal.forEach((key, saved) -> counts.put(key, LabelCounts.of(saved)));
  }

  /** Windows and versions with something to tell. */
  int size() {
    return counts.size();
  }

  /** Counts to be added to; {@link #changed} must follow. */
  LabelCounts of(String version, long windowStart) {
    if (windowStart != this.windowStart || !version.equals(this.version)) {
      this.version = version;
      this.windowStart = windowStart;
      this.key = String.format(KEY, windowStart, version);
    }
    return counts.computeIfAbsent(key, k -> new LabelCounts());
  }

  /** Keeps what was added to the counts that were asked for last. */
  void changed() {
    journal.put(key, counts.get(key).toBytes());
  }

  /**
   * Takes out all, as messages by window and version.
   *
   * @param source what the windows know this task as
   */
  List<DriftCounts> take(int source) {
    List<DriftCounts> messages = new ArrayList<>(counts.size());
    for (String pending : counts.keySet().stream().sorted().toList()) {
      messages.add(
          WindowCounts.ofLabels(counts.get(pending))
              .toAvro(
                  pending.substring(WINDOW_END + 1),
                  Instant.ofEpochMilli(Long.parseLong(pending.substring(0, WINDOW_END))),
                  source,
                  Instant.EPOCH));
      journal.delete(pending);
    }
    counts.clear();
    return messages;
  }
}
