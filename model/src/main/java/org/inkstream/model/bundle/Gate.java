package org.inkstream.model.bundle;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.model.scorer.WrongShapeException;

/**
 * The checks a bundle passes before it may score: digests, shapes, and golden rows replayed through
 * the scorer that will serve. Pure but for native memory; safe for use by many threads.
 */
public final class Gate {

  /** How far a golden row's probability may be from what the trainer computed. */
  static final double TOLERANCE = 1e-3;

  /** Bounds the memory that golden rows take, however many there are. */
  private static final int REPLAY_BATCH = 32;

  private static final int WARM_UP_BATCHES = 3;

  private Gate() {}

  /**
   * Loads a bundle and checks it.
   *
   * @param file the bundle file
   * @param maxBatch batch size to warm up with
   * @return the model, warm; the caller closes it
   * @throws RefusedException if it may not score; nothing stays loaded
   */
  public static LoadedModel load(byte[] file, int maxBatch) throws RefusedException {
    long start = System.nanoTime();
    Bundle bundle = BundleFile.read(file);
    Manifest manifest = bundle.manifest();
    if (!bundle.profile().classNames().equals(manifest.labels())) {
      throw new RefusedException(
          RefusalReason.BAD_PROFILE,
          "the profile has the classes %s, the manifest %s"
              .formatted(bundle.profile().classNames(), manifest.labels()));
    }
    long read = System.nanoTime();
    Network network = network(bundle);
    try {
      long loaded = System.nanoTime();
      ImageEncoder encoder = new ImageEncoder(manifest.preprocessing());
      LoadedModel unwarmed =
          new LoadedModel(manifest, bundle.profile(), network, encoder, new GateTimes(0, 0, 0));
      replay(unwarmed, bundle.golden());
      long verified = System.nanoTime();
      warm(unwarmed, maxBatch);
      long warm = System.nanoTime();
      GateTimes times =
          new GateTimes(
              millis(read - start + verified - loaded),
              millis(loaded - read),
              millis(warm - verified));
      return new LoadedModel(manifest, bundle.profile(), network, encoder, times);
    } catch (RefusedException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static Network network(Bundle bundle) throws RefusedException {
    Manifest manifest = bundle.manifest();
    Network network;
    try {
      network =
          Networks.load(
              bundle.network(),
              manifest.preprocessing().width(),
              manifest.preprocessing().height());
    } catch (WrongShapeException e) {
      throw new RefusedException(RefusalReason.WRONG_SHAPE, e.getMessage(), e);
    } catch (IOException e) {
      throw new RefusedException(RefusalReason.UNREADABLE_NETWORK, e.getMessage(), e);
    }
    if (network.classes() != manifest.labels().size()) {
      int classes = network.classes();
      network.close();
      throw new RefusedException(
          RefusalReason.WRONG_SHAPE,
          "the network has " + classes + " outputs, the manifest " + manifest.labels().size());
    }
    return network;
  }

  private static void replay(LoadedModel model, List<GoldenRow> golden) throws RefusedException {
    int size = model.manifest().preprocessing().inputSize();
    int classes = model.manifest().labels().size();
    float[] inputs = new float[REPLAY_BATCH * size];
    float[] batch = new float[REPLAY_BATCH * classes];
    float[] found = new float[golden.size() * classes];
    try (Scorer scorer = model.newScorer(REPLAY_BATCH)) {
      requireProfileOf(scorer, model);
      for (int from = 0; from < golden.size(); from += REPLAY_BATCH) {
        int count = Math.min(REPLAY_BATCH, golden.size() - from);
        for (int i = 0; i < count; i++) {
          GoldenRow row = golden.get(from + i);
          if (row.probabilities().length != classes) {
            throw new RefusedException(
                RefusalReason.WRONG_SHAPE,
                "golden row %d has %d probabilities"
                    .formatted(from + i, row.probabilities().length));
          }
          model.encoder().encode(row.pixels(), row.width(), row.height(), inputs, i * size);
        }
        scorer.score(inputs, count, batch);
        System.arraycopy(batch, 0, found, from * classes, count * classes);
      }
    }
    compare(model.manifest(), golden, found);
  }

  private static void requireProfileOf(Scorer scorer, LoadedModel model) throws RefusedException {
    FeatureMap map = model.profile().featureMap();
    Preprocessing preprocessing = model.manifest().preprocessing();
    if (map.width() != preprocessing.width()
        || map.height() != preprocessing.height()
        || map.embeddingSize() != scorer.embeddingSize()) {
      throw new RefusedException(
          RefusalReason.BAD_PROFILE,
          "the profile is of images of %d x %d and embeddings of %d, the network of %d x %d and %d"
              .formatted(
                  map.width(),
                  map.height(),
                  map.embeddingSize(),
                  preprocessing.width(),
                  preprocessing.height(),
                  scorer.embeddingSize()));
    }
  }

  private static void compare(Manifest manifest, List<GoldenRow> golden, float[] found)
      throws RefusedException {
    int classes = manifest.labels().size();
    int right = 0;
    for (int i = 0; i < golden.size(); i++) {
      float[] expected = golden.get(i).probabilities();
      int best = 0;
      for (int c = 0; c < classes; c++) {
        float probability = found[i * classes + c];
        // Written so that a NaN is a difference too.
        if (!(Math.abs(probability - expected[c]) <= TOLERANCE)) {
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
        best = probability > found[i * classes + best] ? c : best;
      }
      right += best == golden.get(i).label() ? 1 : 0;
    }
    double accuracy = (double) right / golden.size();
    if (accuracy < manifest.goldenFloor()) {
      throw new RefusedException(
          RefusalReason.ACCURACY_BELOW_FLOOR,
          String.format(
              Locale.ROOT,
              "%d of %d golden rows right, the manifest asks for %.3f",
              right,
              golden.size(),
              manifest.goldenFloor()));
    }
  }

  private static void warm(LoadedModel model, int maxBatch) {
    float[] inputs = new float[maxBatch * model.manifest().preprocessing().inputSize()];
    float[] outputs = new float[maxBatch * model.manifest().labels().size()];
    try (Scorer scorer = model.newScorer(maxBatch)) {
      for (int i = 0; i < WARM_UP_BATCHES; i++) {
        scorer.score(inputs, maxBatch, outputs);
      }
    }
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
