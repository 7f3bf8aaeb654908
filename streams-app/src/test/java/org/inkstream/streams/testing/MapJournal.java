package org.inkstream.streams.testing;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.inkstream.streams.journal.Journal;

/** A journal that outlives whoever writes it, as one in a store does. */
public final class MapJournal implements Journal {

  private final Map<String, byte[]> entries = new TreeMap<>();

  @Override
  public void put(String name, byte[] entry) {
    entries.put(name, entry);
  }

  @Override
  public void delete(String name) {
    entries.remove(name);
  }

  @Override
  public void forEach(BiConsumer<String, byte[]> each) {
    new TreeMap<>(entries).forEach(each);
  }
}
