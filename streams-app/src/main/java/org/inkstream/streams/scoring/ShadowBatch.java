package org.inkstream.streams.scoring;

import java.util.ArrayList;
import java.util.List;
import org.inkstream.model.drift.EventHash;
import org.inkstream.schemas.ImageEvent;

/**
 * Events that the champion has answered, on their way to one shadow and back. The task's thread
 * fills it and hands it over; the shadow's thread writes what the shadow says and then {@link
 * #finish}es it; the task's thread reads that once it {@link #isFinished}.
 */
final class ShadowBatch {

  /** Instead of a class, where the shadow gave no answer. */
  static final int NONE = -1;

  /** What the champion said of an event, and what became of it. */
  static final class Entry {
    private final long time;
    private final int champion;
    private final float sure;
    private ImageEvent event;
    private int shadow = NONE;
    private float shadowSure;
    private long[] hash;

    private Entry(ImageEvent event, long time, int champion, float sure) {
      this.event = event;
      this.time = time;
      this.champion = champion;
      this.sure = sure;
    }

    ImageEvent event() {
      return event;
    }

    /** Event time, milliseconds since the epoch. */
    long time() {
      return time;
    }

    /** The champion's class. */
    int champion() {
      return champion;
    }

    /** The champion's largest probability. */
    float sure() {
      return sure;
    }

    /** The shadow's class, or {@link #NONE}. */
    int shadow() {
      return shadow;
    }

    /** The shadow's largest probability. */
    float shadowSure() {
      return shadowSure;
    }

    /** The hash of the event's id. */
    long[] hash() {
      return hash;
    }

    void answered(int label, float probability) {
      shadow = label;
      shadowSure = probability;
    }
  }

  private final String champion;
  private final String shadow;
  private final List<String> labels;
  private final long before;
  private final List<Entry> entries = new ArrayList<>();
  private volatile boolean finished;

  /**
   * @param labels the champion's class names
   * @param before how far the partition had come before these events
   */
  ShadowBatch(String champion, String shadow, List<String> labels, long before) {
    this.champion = champion;
    this.shadow = shadow;
    this.labels = labels;
    this.before = before;
  }

  void add(ImageEvent event, long time, int label, float probability) {
    entries.add(new Entry(event, time, label, probability));
  }

  String champion() {
    return champion;
  }

  String shadow() {
    return shadow;
  }

  List<String> labels() {
    return labels;
  }

  long before() {
    return before;
  }

  List<Entry> entries() {
    return entries;
  }

  /** All is written; the images are not needed any more. */
  void finish() {
    for (Entry entry : entries) {
      entry.hash = EventHash.halves(entry.event.getId());
      entry.event = null;
    }
    finished = true;
  }

  boolean isFinished() {
    return finished;
  }
}
