package org.inkstream.model.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.inkstream.model.conformal.OutlierThreshold;
import org.inkstream.model.conformal.PredictionSets;

/** Collects the scored reference images and makes the profile of them. For one thread. */
public final class ProfileBuilder {

  /** Samples drawn for the null quantile of MMD, and images in each. */
  private static final int SAMPLES = 1_000;

  private static final int SAMPLE = 100;

  private final FeatureExtractor extractor;
  private final List<String> classNames;
  private final List<double[]> events = new ArrayList<>();
  private final List<float[]> features = new ArrayList<>();
  private final List<Integer> predicted = new ArrayList<>();
  private final List<Integer> truth = new ArrayList<>();
  private final List<Float> trueClass = new ArrayList<>();
  private final List<Double> confidences = new ArrayList<>();
  private double coverage = PredictionSets.USUAL_COVERAGE;

  /**
   * A builder with no images.
   *
   * @param featureMap of the network, made from other images
   * @param classNames the model's labels, one for each class
   */
  public ProfileBuilder(FeatureMap featureMap, List<String> classNames) {
    this.extractor = featureMap.extractor();
    this.classNames = List.copyOf(classNames);
    if (classNames.size() != featureMap.classes()) {
      throw new IllegalArgumentException(
          "%d names for %d classes".formatted(classNames.size(), featureMap.classes()));
    }
  }

  /**
   * What the prediction sets promise; {@link PredictionSets#USUAL_COVERAGE} unless told.
   *
   * @param share of images whose set has the true class, between 0 and 1, both excluded
   */
  public ProfileBuilder coverage(double share) {
    if (!PredictionSets.isCoverage(share)) {
      throw new IllegalArgumentException("coverage " + share + " is not between 0 and 1");
    }
    coverage = share;
    return this;
  }

  /**
   * Adds one reference image.
   *
   * @param label its true class
   * @throws IllegalArgumentException if the row is not of the map's network, the label none of its
   *     classes, or a statistic not finite: a network that scores so should get no profile
   */
  public ProfileBuilder add(ScoredRows rows, int row, int label) {
    double[] values = extractor.extract(rows, row);
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            extractor.map().names().get(i) + " of a reference image is " + values[i]);
      }
    }
    if (label < 0 || label >= rows.classes()) {
      throw new IllegalArgumentException("label " + label + " of " + rows.classes() + " classes");
    }
    float[] random = new float[RandomFeatures.COUNT];
    extractor.addRandomFeatures(random);
    int best = rows.predicted(row);
    events.add(values.clone());
    features.add(random);
    predicted.add(best);
    truth.add(label);
    trueClass.add(rows.probabilities()[row * rows.classes() + label]);
    confidences.add((double) rows.probabilities()[row * rows.classes() + best]);
    return this;
  }

  /**
   * The profile of what was added.
   *
   * @throws IllegalStateException if nothing was
   */
  public ReferenceProfile build() {
    if (events.isEmpty()) {
      throw new IllegalStateException("a profile needs at least one reference image");
    }
    FeatureMap map = extractor.map();
    List<ReferenceStatistic> statistics = new ArrayList<>();
    for (int i = 0; i < map.size(); i++) {
      int index = i;
      double[] values = events.stream().mapToDouble(event -> event[index]).toArray();
      statistics.add(ReferenceStatistic.of(map.names().get(i), values, jitters(i), map.bins(i)));
    }
    float[] probabilities = new float[trueClass.size()];
    double[] loss = new double[trueClass.size()];
    for (int i = 0; i < loss.length; i++) {
      probabilities[i] = trueClass.get(i);
      loss[i] = Losses.of(probabilities[i]);
    }
    return new ReferenceProfile(
        map,
        classNames,
        statistics,
        ReferenceStatistic.of(
            ReferenceProfile.LOSS, loss, jitters(map.size()), ReferenceStatistic.BINS),
        ReferenceAnswers.of(
            classNames.size(),
            predicted.stream().mapToInt(Integer::intValue).toArray(),
            truth.stream().mapToInt(Integer::intValue).toArray(),
            confidences.stream().mapToDouble(Double::doubleValue).toArray()),
        embedding(),
        Optional.of(PredictionSets.calibrate(probabilities, coverage)),
        OutlierTest.of(events, OutlierThreshold.USUAL_LEVEL));
  }

  /** Reference images have no id; their place among them serves. */
  private long[] jitters(int statistic) {
    long[] jitters = new long[events.size()];
    for (int i = 0; i < jitters.length; i++) {
      jitters[i] = EventHash.jitter(EventHash.of("reference-" + i), statistic);
    }
    return jitters;
  }

  private ReferenceEmbedding embedding() {
    long[] sums = new long[RandomFeatures.COUNT];
    double squares = 0;
    for (float[] one : features) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += (long) one[j];
        squares += (double) one[j] * one[j];
      }
    }
    long n = features.size();
    double spread =
        Math.max(0, squares / n - MeanDiscrepancies.squaredNorm(sums, n)) * MeanDiscrepancies.SCALE;
    return new ReferenceEmbedding(sums, spread, nullQuantile(sums, spread));
  }

  /** From samples of the reference images themselves, each without repetition. */
  private double nullQuantile(long[] sums, double spread) {
    int n = features.size();
    int m = Math.min(SAMPLE, n / 2);
    if (m == 0) {
      return 0;
    }
    Random random = new Random(n);
    double[] found = new double[SAMPLES];
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    for (int s = 0; s < SAMPLES; s++) {
      long[] sample = new long[sums.length];
      for (int i = 0; i < m; i++) {
        int other = i + random.nextInt(n - i);
        int chosen = order[other];
        order[other] = order[i];
        order[i] = chosen;
        float[] one = features.get(chosen);
        for (int j = 0; j < sample.length; j++) {
          sample[j] += (long) one[j];
        }
      }
      long[] rest = new long[sums.length];
      Arrays.setAll(rest, j -> sums[j] - sample[j]);
      found[s] =
          MeanDiscrepancies.squared(rest, n - m, sample, m, spread) / (1.0 / m + 1.0 / (n - m));
    }
    Arrays.sort(found);
    return found[(int) (ReferenceEmbedding.LEVEL * SAMPLES)];
  }
}
