package org.inkstream.streams.scoring;

import java.util.List;
import org.inkstream.model.image.RejectionReason;

/** Hears what the scoring nodes do. Called by every stream thread; must be safe for that. */
public interface ScoringListener {

  /**
   * A batch was scored.
   *
   * @param version by which
   * @param images how many
   * @param nanos how long the network took
   */
  void batchScored(String version, int images, long nanos);

  /**
   * An event was answered.
   *
   * @param ageMillis from the event's timestamp until now
   */
  void classified(String version, long ageMillis);

  /**
   * What the events of a batch were answered. The arrays are used again afterwards.
   *
   * @param labels the name of each class
   * @param classes the class of each answer
   * @param confidences the probability of that class
   * @param count how many answers there are: the first of the arrays
   * @param outliers how many of them are of images that were flagged
   */
  void answered(List<String> labels, int[] classes, float[] confidences, int count, int outliers);

  /** An event went to the dead letters. */
  void deadLettered(RejectionReason reason);

  /**
   * A partition is scored by another version than before, or by the same in another of its turns as
   * champion: those in between had no event of the partition.
   *
   * @param version from now on
   * @param offset of the first event
   * @param timestamp of the first event
   * @param recent the events that other versions scored before
   */
  void switched(String version, int partition, long offset, long timestamp, RecentEvents recent);
}
