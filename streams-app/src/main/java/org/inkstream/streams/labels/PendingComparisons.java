package org.inkstream.streams.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.journal.Journal;

/**
 * What labels said of shadows and nobody was told yet, by window and pair, as {@link PendingCounts}
 * has what they said of events. In the journal, so that a crash loses nothing. For one thread.
 */
final class PendingComparisons {

  /** No window waits for labels, so that their messages need no source. */
  private static final int NO_SOURCE = -1;

  private final Journal journal;
  private final Wire<ShadowCounts> wire = Wire.of(ShadowCounts.class);
  private final Map<String, ShadowCounts> counts = new TreeMap<>();

  PendingComparisons(Journal journal) {
    this.journal = journal;
    journal.forEach((key, saved) -> counts.put(key, decode(saved)));
  }

  /** Adds an event whose label came. */
  void add(
      long windowStart,
      String champion,
      String shadow,
      boolean championRight,
      boolean shadowRight) {
    String key = "%019d|".formatted(windowStart) + champion + "\n" + shadow;
    Comparison sum = counts.containsKey(key) ? Comparison.of(counts.get(key)) : new Comparison();
    sum.addLabelled(championRight, shadowRight);
    ShadowCounts added = sum.toAvro(champion, shadow, windowStart, NO_SOURCE, 0);
    counts.put(key, added);
    journal.put(key, wire.encode(added));
  }

  /** Takes out all, by window and pair. */
  List<ShadowCounts> take() {
    List<ShadowCounts> messages = new ArrayList<>(counts.values());
    counts.keySet().forEach(journal::delete);
    counts.clear();
    return messages;
  }

  private ShadowCounts decode(byte[] stored) {
    try {
      return wire.decode(stored);
    } catch (UndecodableException e) {
      throw new IllegalStateException("state that this class has not written", e);
    }
  }
}
