package org.inkstream.streams.models;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.inkstream.model.registry.AliasHistory;

/**
 * Which version is shadow for an event, by the event's time. The events of a version that the gate
 * refused have none. Safe for use by many threads.
 */
public final class Shadows {

  private record State(AliasHistory history, Set<String> refused) {}

  private volatile State state = new State(AliasHistory.EMPTY, Set.of());

  /** Replaces the history with one that has more changes. */
  public synchronized void update(AliasHistory history) {
    // Told at every look at the registry, which seldom has something new.
    if (history != state.history()) {
      state = new State(history, state.refused());
    }
  }

  /** Takes a version out, for good: its events have no shadow. */
  public synchronized void refuse(String version) {
    Set<String> refused = new HashSet<>(state.refused());
    refused.add(version);
    state = new State(state.history(), Set.copyOf(refused));
  }

  /** False if there never was a shadow: then nothing needs to be asked of any event. */
  public boolean any() {
    return !state.history().changes().isEmpty();
  }

  /**
   * The shadow for an event; empty if there is none, or it is the champion itself.
   *
   * @param timestamp the event's time, milliseconds since the epoch
   * @param champion the version that answers the event
   */
  public Optional<String> at(long timestamp, String champion) {
    State now = state;
    return now.history()
        .since(timestamp)
        .filter(version -> !version.equals(champion) && !now.refused().contains(version));
  }

  /** Every change, those that name refused versions included. */
  AliasHistory history() {
    return state.history();
  }
}
