package org.inkstream.model.drift;

import java.util.List;
import java.util.Random;

/** Scored batches, a feature map and profiles for tests; everything random comes from the seed. */
final class Examples {

  static final int WIDTH = 4;
  static final int HEIGHT = 3;
  static final int EMBEDDING = 5;
  static final List<String> NAMES = List.of("zero", "one", "two");
  static final FeatureMap MAP = FeatureMaps.fit(WIDTH, HEIGHT, rows(1, 300), 300, 7);

  private Examples() {}

  static ScoredRows rows(long seed, int count) {
    return rows(seed, count, 0);
  }

  /** Images a little brighter, and embeddings moved, by a shift; encoded as 2 x ink - 1. */
  static ScoredRows rows(long seed, int count, double shift) {
    Random random = new Random(seed);
    int size = WIDTH * HEIGHT;
    int classes = NAMES.size();
    float[] inputs = new float[count * size];
    float[] probabilities = new float[count * classes];
    float[] embeddings = new float[count * EMBEDDING];
    for (int i = 0; i < inputs.length; i++) {
      int ink = random.nextInt(3) == 0 ? 0 : random.nextInt(200) + (int) (50 * shift);
      inputs[i] = (float) (ink / 255.0 * 2 - 1);
    }
    for (int i = 0; i < embeddings.length; i++) {
      embeddings[i] = (float) Math.max(0, random.nextGaussian() + shift) * (1 + i % EMBEDDING);
    }
    for (int row = 0; row < count; row++) {
      double[] odds = new double[classes];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        odds[c] = Math.exp(3 * random.nextGaussian());
        sum += odds[c];
      }
      for (int c = 0; c < classes; c++) {
        probabilities[row * classes + c] = (float) (odds[c] / sum);
      }
    }
    return new ScoredRows(inputs, size, probabilities, classes, embeddings, EMBEDDING, 2, -1);
  }

  static ReferenceProfile profile(long seed, int events) {
    ScoredRows rows = rows(seed, events);
    ProfileBuilder builder = new ProfileBuilder(MAP, NAMES);
    Random random = new Random(~seed);
    for (int i = 0; i < events; i++) {
      // About one in ten is wrong.
      int label = (rows.predicted(i) + (random.nextInt(10) == 0 ? 1 : 0)) % NAMES.size();
      builder.add(rows, i, label);
    }
    return builder.build();
  }

  /** The events of a batch counted with a profile. */
  static WindowCounts counts(ReferenceProfile profile, ScoredRows rows, int from, int to) {
    WindowCounts counts = new WindowCounts();
    FeatureExtractor extractor = profile.featureMap().extractor();
    for (int i = from; i < to; i++) {
      counts.add(rows, i, hash(rows, i), profile, extractor);
    }
    return counts;
  }

  /** Of an id that no other event has: with the same ids, windows would have the same jitters. */
  static long hash(ScoredRows rows, int row) {
    return EventHash.of("event-" + row + "-" + rows.probabilities()[row * rows.classes()]);
  }

  static WindowCounts counts(ReferenceProfile profile, ScoredRows rows) {
    return counts(profile, rows, 0, rows.inputs().length / rows.inputSize());
  }
}
