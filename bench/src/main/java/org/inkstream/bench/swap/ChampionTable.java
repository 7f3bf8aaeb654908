package org.inkstream.bench.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.bench.stream.CommittedRecords;
import org.inkstream.schemas.AliasChange;

/**
 * Who was champion when, by the records of the topic of aliases and by nothing else: a reading of
 * its own, because the code that serves is what is judged by it.
 */
final class ChampionTable {

  private static final String ALIAS = "champion";

  /**
   * A version's turn.
   *
   * @param from event time from which on it is champion, in milliseconds
   * @param announced when that was written, by the clock of who wrote it
   */
  record Turn(long from, String version, long announced) {}

  private final TreeMap<Long, Turn> turns = new TreeMap<>();

  /** A table of changes in the order in which they were written. */
  ChampionTable(List<AliasChange> changes) {
    for (AliasChange change : changes) {
      if (change.getAlias().equals(ALIAS)) {
        // Of two of the same instant the one written later holds.
        turns.put(
            change.getEffectiveFrom().toEpochMilli(),
            new Turn(
                change.getEffectiveFrom().toEpochMilli(),
                change.getVersion(),
                change.getChangedAt().toEpochMilli()));
      }
    }
  }

  /** Reads the topic. */
  static ChampionTable read(Cluster cluster) {
    List<AliasChange> changes = new ArrayList<>();
    CommittedRecords.forEach(
        cluster,
        Cluster.TOPICS.modelAliases().name(),
        1,
        entry -> changes.add(Cluster.TOPICS.modelAliases().wire().decode(entry.value())));
    return new ChampionTable(changes);
  }

  /**
   * The champion of an event's time; of an event before all turns, the first.
   *
   * @throws java.util.NoSuchElementException if nobody ever was champion
   */
  String at(long time) {
    return (turns.floorEntry(time) == null ? turns.firstEntry() : turns.floorEntry(time))
        .getValue()
        .version();
  }

  /** The turns at which the version changed, in order of time; the first turn is none. */
  List<Turn> swaps() {
    List<Turn> swaps = new ArrayList<>();
    String before = null;
    for (Turn turn : turns.values()) {
      if (before != null && !turn.version().equals(before)) {
        swaps.add(turn);
      }
      before = turn.version();
    }
    return swaps;
  }
}
