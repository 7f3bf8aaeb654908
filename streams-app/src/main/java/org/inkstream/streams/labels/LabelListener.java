package org.inkstream.streams.labels;

/** Hears what becomes of labels. Called by every stream thread; must be safe for that. */
public interface LabelListener {

  /** Something became of so many labels. */
  void labels(LabelOutcome outcome, long count);

  /** So many ids were forgotten, because more were held than settings allow. */
  void forgotten(long ids);

  /**
   * So many scored events of a label partition wait for their label now; 0 when this instance no
   * longer has the partition.
   */
  void waiting(int partition, long events);
}
