package org.inkstream.model.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inkstream.model.scorer.Scorer;

/** What a model makes of golden rows, through the scorer that will serve. */
final class GoldenReplay {

  /** How far a golden row's probability may be from what the trainer computed. */
  static final double TOLERANCE = 1e-3;

  /** Bounds the memory that golden rows take, however many there are. */
  static final int BATCH = 32;

  private final Manifest manifest;
  private final List<GoldenRow> golden;
  private final float[] found;

  private GoldenReplay(Manifest manifest, List<GoldenRow> golden, float[] found) {
    this.manifest = manifest;
    this.golden = golden;
    this.found = found;
  }

  /** Scores all rows; their own probabilities are not looked at. */
  static GoldenReplay of(LoadedModel model, Scorer scorer, List<GoldenRow> golden) {
    int size = model.manifest().preprocessing().inputSize();
    int classes = model.manifest().labels().size();
    float[] inputs = new float[BATCH * size];
    float[] batch = new float[BATCH * classes];
    float[] found = new float[golden.size() * classes];
    for (int from = 0; from < golden.size(); from += BATCH) {
      int count = Math.min(BATCH, golden.size() - from);
      for (int i = 0; i < count; i++) {
        GoldenRow row = golden.get(from + i);
        model.encoder().encode(row.pixels(), row.width(), row.height(), inputs, i * size);
      }
      scorer.score(inputs, count, batch);
      System.arraycopy(batch, 0, found, from * classes, count * classes);
    }
    return new GoldenReplay(model.manifest(), golden, found);
  }

  /**
   * The largest difference from what the rows expect.
   *
   * @throws RefusedException if it is above the tolerance, or something is no number
   */
  double requireExpected() throws RefusedException {
    int classes = manifest.labels().size();
    double largest = 0;
    for (int i = 0; i < golden.size(); i++) {
      float[] expected = golden.get(i).probabilities();
      for (int c = 0; c < classes; c++) {
        float probability = found[i * classes + c];
        double difference = Math.abs(probability - expected[c]);
        // Written so that a NaN is a difference too.
        if (!(difference <= TOLERANCE)) {
          throw new RefusedException(
              RefusalReason.GOLDEN_ROWS_DIFFER,
              String.format(
                  Locale.ROOT,
                  "golden row %d, class %d: %.6f instead of %.6f",
                  i,
                  c,
                  probability,
                  expected[c]));
        }
        largest = Math.max(largest, difference);
      }
    }
    return largest;
  }

  /**
   * How many rows are right.
   *
   * @throws RefusedException if these are fewer than the manifest asks for
   */
  int requireAccuracy() throws RefusedException {
    int right = 0;
    for (int i = 0; i < golden.size(); i++) {
      right += predicted(i) == golden.get(i).label() ? 1 : 0;
    }
    if ((double) right / golden.size() < manifest.goldenFloor()) {
      throw new RefusedException(
          RefusalReason.ACCURACY_BELOW_FLOOR,
          String.format(
              Locale.ROOT,
              "%d of %d golden rows right, the manifest asks for %.3f",
              right,
              golden.size(),
              manifest.goldenFloor()));
    }
    return right;
  }

  /** Name of the most probable class of each row. */
  List<String> predicted() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < golden.size(); i++) {
      names.add(manifest.labels().get(predicted(i)));
    }
    return names;
  }

  private int predicted(int row) {
    int classes = manifest.labels().size();
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = found[row * classes + c] > found[row * classes + best] ? c : best;
    }
    return best;
  }
}
