package org.inkstream.model.drift;

import java.util.List;
import java.util.Optional;
import org.inkstream.model.conformal.PredictionSets;

/**
 * How the statistics and the answers of one network are distributed over its reference images,
 * which it was neither trained nor tuned on. The trainer makes it with {@link ProfileBuilder}; it
 * travels in the bundle as JSON ({@link ProfileJson}). Immutable and safe for use by many threads;
 * two are equal when their digests are.
 */
public final class ReferenceProfile {

  /** Name of the statistic that labels give: the loss, ranked among the reference images'. */
  static final String LOSS = "labels.loss";

  private final FeatureMap featureMap;
  private final List<String> classNames;
  private final List<ReferenceStatistic> statistics;
  private final ReferenceStatistic loss;
  private final ReferenceAnswers answers;
  private final ReferenceEmbedding embedding;
  private final Optional<PredictionSets> predictionSets;
  private final Optional<OutlierTest> outlierTest;
  private final String digest;

  /** The caller has checked: one statistic for each of the map, all of as many images. */
  ReferenceProfile(
      FeatureMap featureMap,
      List<String> classNames,
      List<ReferenceStatistic> statistics,
      ReferenceStatistic loss,
      ReferenceAnswers answers,
      ReferenceEmbedding embedding,
      Optional<PredictionSets> predictionSets,
      Optional<OutlierTest> outlierTest) {
    this.featureMap = featureMap;
    this.classNames = List.copyOf(classNames);
    this.statistics = List.copyOf(statistics);
    this.loss = loss;
    this.answers = answers;
    this.embedding = embedding;
    this.predictionSets = predictionSets;
    this.outlierTest = outlierTest;
    this.digest = digestOfContent();
  }

  /** The statistics this profile is about. */
  public FeatureMap featureMap() {
    return featureMap;
  }

  /** Number of reference images, at least 1. */
  public long events() {
    return answers.events();
  }

  /** Names of the classes, in the order of the model's labels. */
  public List<String> classNames() {
    return classNames;
  }

  /** Accuracy on the reference images, 0 to 1. */
  public double accuracy() {
    return answers.accuracy();
  }

  /** Median of a statistic over the reference images. */
  public double median(int statistic) {
    return statistics.get(statistic).median();
  }

  /** Median of the losses of the reference images, in nats. */
  public double lossMedian() {
    return loss.median();
  }

  /** K, the number of a statistic's bins. */
  public int bins(int statistic) {
    return statistics.get(statistic).bins();
  }

  /**
   * The bin of a value, from 0; the first and the last bin are unbounded.
   *
   * @param value a number, possibly infinite; not NaN, which is in no bin
   * @param hash of the event: see {@link EventHash#of}
   */
  public int bin(int statistic, double value, long hash) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("NaN is in no bin");
    }
    return statistics.get(statistic).bin(value, hash, statistic);
  }

  /** The number of bins of losses. */
  public int lossBins() {
    return loss.bins();
  }

  /**
   * The bin of the loss of an event whose true class is known.
   *
   * @param value negative log probability of the true class, in nats; not NaN
   * @param hash of the event: see {@link EventHash#of}
   */
  public int lossBin(double value, long hash) {
    return loss.bin(value, hash, featureMap.size());
  }

  /**
   * Which classes an answer cannot exclude, calibrated on the reference images; empty for profiles
   * of before there were prediction sets.
   */
  public Optional<PredictionSets> predictionSets() {
    return predictionSets;
  }

  /**
   * Which images are unlike the reference images; empty for profiles of before there was such a
   * test, and of fewer images than say what is usual.
   */
  public Optional<OutlierTest> outlierTest() {
    return outlierTest;
  }

  /** Identifies the content, feature map included: 16 hexadecimal digits. */
  public String digest() {
    return digest;
  }

  ReferenceStatistic statistic(int index) {
    return statistics.get(index);
  }

  List<ReferenceStatistic> statistics() {
    return statistics;
  }

  ReferenceStatistic loss() {
    return loss;
  }

  ReferenceAnswers answers() {
    return answers;
  }

  ReferenceEmbedding embedding() {
    return embedding;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReferenceProfile profile && digest.equals(profile.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "ReferenceProfile " + digest + " of " + events() + " images, " + featureMap;
  }

  private String digestOfContent() {
    ContentDigest content = new ContentDigest().add(featureMap.digest());
    classNames.forEach(content::add);
    statistics.forEach(statistic -> add(content, statistic));
    add(content, loss);
    for (long[] row : answers.confusion()) {
      content.add(row);
    }
    content
        .add(answers.confidenceSum())
        .add(answers.threshold())
        .add(embedding.sums())
        .add(embedding.spread())
        .add(embedding.nullQuantile());
    predictionSets.ifPresent(
        sets -> content.add(sets.coverage()).add(sets.images()).add((double) sets.threshold()));
    outlierTest.ifPresent(
        test ->
            content
                .add(test.level())
                .add(test.threshold().images())
                .add(test.threshold().largest())
                .add(test.distance().means())
                .add(test.distance().inverse()));
    return content.value();
  }

  private static void add(ContentDigest content, ReferenceStatistic statistic) {
    content
        .add(statistic.name())
        .add(statistic.mean())
        .add(statistic.standardDeviation())
        .add(statistic.least())
        .add(statistic.largest())
        .add(statistic.edges())
        .add(statistic.jitters())
        .add(statistic.gaps())
        .add(statistic.quantiles());
  }
}
