package org.inkstream.model.idx;

import java.util.List;
import java.util.Locale;

/** The two parts that a data set is published in. */
public enum Part {
  /** Images to fit a network to. */
  TRAIN("train-", ""),
  /** Images to measure it on, never to fit it to. */
  TEST("t10k-", "test-");

  private final List<String> prefixes;

  Part(String... prefixes) {
    this.prefixes = List.of(prefixes);
  }

  /** The word for it on command lines and in messages. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How the part's file names may begin, the usual one first; all of a set without parts: "". */
  List<String> prefixes() {
    return prefixes;
  }
}
