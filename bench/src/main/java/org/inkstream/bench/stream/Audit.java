package org.inkstream.bench.stream;

import java.util.function.IntUnaryOperator;

/**
 * Holds what was committed against what came in: from the first event on, every event of a
 * partition once and in order, with the label the reference gave.
 *
 * @param answers in all
 * @param inWindow of these, dated by the broker inside the measured time
 * @param misplaced answers that repeat one, skip one or come out of order
 * @param wrong answers with another label than the reference
 */
record Audit(long answers, long inWindow, long misplaced, long wrong) {

  /**
   * Reads an application's output to its end, after the application has.
   *
   * @param from begin of the measured time, milliseconds since the epoch
   * @param to its end
   * @param expected the label of an image, or -1 if any will do
   */
  static Audit of(
      Cluster cluster,
      Variant variant,
      long from,
      long to,
      Events events,
      IntUnaryOperator expected) {
    Answer.Reader reader = Answer.reader(variant);
    Tally tally = new Tally(from, to, events, expected);
    CommittedRecords.forEach(
        cluster,
        Cluster.TOPICS.classifications().name(),
        Events.PARTITIONS,
        entry -> tally.add(reader.read(entry.value()), entry.timestamp()));
    return new Audit(tally.answers, tally.inWindow, tally.misplaced, tally.wrong);
  }

  /** What the answers so far come to. */
  private static final class Tally {
    private final long from;
    private final long to;
    private final Events events;
    private final IntUnaryOperator expected;
    private final long[] next = new long[Events.PARTITIONS];
    private long answers;
    private long inWindow;
    private long misplaced;
    private long wrong;

    Tally(long from, long to, Events events, IntUnaryOperator expected) {
      this.from = from;
      this.to = to;
      this.events = events;
      this.expected = expected;
    }

    void add(Answer answer, long timestamp) {
      answers++;
      inWindow += timestamp >= from && timestamp < to ? 1 : 0;
      misplaced += answer.offset() == next[answer.partition()] ? 0 : 1;
      next[answer.partition()] = answer.offset() + 1;
      int label = expected.applyAsInt(events.image(answer.partition(), answer.offset()));
      wrong += label >= 0 && answer.label() != label ? 1 : 0;
    }
  }

  /** True if nothing was lost, repeated, out of order or wrong. */
  boolean clean() {
    return misplaced == 0 && wrong == 0;
  }
}
