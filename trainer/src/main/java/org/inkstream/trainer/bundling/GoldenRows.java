package org.inkstream.trainer.bundling;

import java.util.ArrayList;
import java.util.List;
import org.inkstream.model.bundle.GoldenRow;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.trainer.evaluate.Predictions;

/** Chooses golden rows and says what is expected of them. */
final class GoldenRows {

  /** A few dozen: enough for every class, little enough to replay at each load. */
  static final int COUNT = 32;

  private GoldenRows() {}

  /**
   * Which images: of each class in turn the next one, until there are {@value #COUNT} or no more.
   */
  static int[] choose(ImageSet images) {
    List<List<Integer>> ofClass = new ArrayList<>();
    for (int c = 0; c < images.classes(); c++) {
      ofClass.add(new ArrayList<>());
    }
    for (int i = 0; i < images.count(); i++) {
      List<Integer> found = ofClass.get(images.label(i));
      if (found.size() < COUNT) {
        found.add(i);
      }
    }
    List<Integer> chosen = new ArrayList<>();
    for (int round = 0; round < COUNT; round++) {
      for (List<Integer> found : ofClass) {
        if (round < found.size() && chosen.size() < COUNT) {
          chosen.add(found.get(round));
        }
      }
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The rows of all images of a set. */
  static List<GoldenRow> of(ImageSet images, Predictions expected) {
    List<GoldenRow> rows = new ArrayList<>();
    int classes = expected.classes();
    for (int i = 0; i < images.count(); i++) {
      float[] probabilities = new float[classes];
      System.arraycopy(expected.probabilities(), i * classes, probabilities, 0, classes);
      rows.add(
          new GoldenRow(
              images.width(), images.height(), images.image(i), images.label(i), probabilities));
    }
    return rows;
  }

  /**
   * The share of golden rows that a loaded network must have right: what the network had here, less
   * one row, because two paths may decide differently between two classes that are equally
   * probable.
   */
  static double floor(Predictions expected) {
    int right = 0;
    for (int i = 0; i < expected.count(); i++) {
      right += expected.correct(i) ? 1 : 0;
    }
    return Math.max(0, right - 1.0) / expected.count();
  }
}
