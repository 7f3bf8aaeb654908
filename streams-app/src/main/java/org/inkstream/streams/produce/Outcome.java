package org.inkstream.streams.produce;

/** How a run of an {@link ImageProducer} ended. */
public sealed interface Outcome {

  /** What was sent until then. */
  Counts counts();

  /** All that was sent has been acknowledged: the run came to its end or was stopped. */
  record Completed(Counts counts) implements Outcome {}

  /**
   * The run ended early, or something that was sent may not have arrived.
   *
   * @param reason the first thing that went wrong
   */
  record Failed(Counts counts, Exception reason) implements Outcome {}

  /**
   * A moment's counts.
   *
   * @param sent image events given to Kafka
   * @param acknowledged image events that all in-sync replicas have
   * @param labels label events that all in-sync replicas have
   * @param dropped images that corruptions removed
   */
  record Counts(long sent, long acknowledged, long labels, long dropped) {}
}
