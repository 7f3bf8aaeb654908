package org.inkstream.streams.demo;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Joins predictions with true labels by event id, whichever comes first. Not safe for use by many
 * threads.
 */
final class Accuracy {

  /** Images of one kind, and how many of them were classified correctly. */
  static final class Share {
    private long images;
    private long right;

    private void add(boolean correct) {
      images++;
      right += correct ? 1 : 0;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.2f %% of %,d images", 100.0 * right / images, images);
    }
  }

  private record Prediction(String kind, int label) {}

  private final Map<String, Integer> labels = new HashMap<>();
  private final Map<String, Prediction> predictions = new HashMap<>();
  private final Map<String, Share> total = new TreeMap<>();
  private Map<String, Share> recent = new TreeMap<>();

  void predicted(String id, String kind, int label) {
    Integer truth = labels.remove(id);
    if (truth == null) {
      predictions.put(id, new Prediction(kind, label));
    } else {
      add(kind, truth == label);
    }
  }

  void labelled(String id, int label) {
    Prediction prediction = predictions.remove(id);
    if (prediction == null) {
      labels.put(id, label);
    } else {
      add(prediction.kind(), prediction.label() == label);
    }
  }

  /** Of all images, by kind. */
  Map<String, Share> total() {
    return total;
  }

  /** Of the images since this was last asked, by kind. */
  Map<String, Share> recent() {
    Map<String, Share> since = recent;
    recent = new TreeMap<>();
    return since;
  }

  private void add(String kind, boolean correct) {
    total.computeIfAbsent(kind, k -> new Share()).add(correct);
    recent.computeIfAbsent(kind, k -> new Share()).add(correct);
  }
}
