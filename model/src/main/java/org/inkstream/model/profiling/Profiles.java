package org.inkstream.model.profiling;

import java.util.List;
import java.util.stream.IntStream;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.drift.FeatureMaps;
import org.inkstream.model.drift.ProfileBuilder;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.scorer.Scorer;

/** Asks a network about labelled images, for the drift statistics. Scorers are the caller's. */
public final class Profiles {

  private Profiles() {}

  /**
   * The feature map of a network.
   *
   * @param scorer gives calibrated probabilities
   * @param images training images, none of them a reference image; the first {@value
   *     FeatureMaps#ENOUGH} are used
   * @param seed of the random features
   */
  public static FeatureMap map(Scorer scorer, ImageEncoder encoder, ImageSet images, long seed) {
    Preprocessing preprocessing = encoder.preprocessing();
    int count = Math.min(FeatureMaps.ENOUGH, images.count());
    ImageSet first = images.select(IntStream.range(0, count).toArray());
    return FeatureMaps.fit(
        preprocessing.width(), preprocessing.height(), rows(scorer, encoder, first), count, seed);
  }

  /**
   * The profile of a network on reference images.
   *
   * @param scorer gives calibrated probabilities
   * @param images held out from training, tuning and the map; labels below the scorer's classes
   * @param map of the network
   * @param classNames one for each class
   * @throws IllegalArgumentException if a label is too high, or a statistic is not finite
   */
  public static ReferenceProfile profile(
      Scorer scorer,
      ImageEncoder encoder,
      ImageSet images,
      FeatureMap map,
      List<String> classNames) {
    ProfileBuilder profile = new ProfileBuilder(map, classNames);
    for (int from = 0; from < images.count(); from += scorer.maxBatch()) {
      int to = Math.min(images.count(), from + scorer.maxBatch());
      ScoredRows rows = rows(scorer, encoder, images.select(IntStream.range(from, to).toArray()));
      for (int row = 0; row < to - from; row++) {
        profile.add(rows, row, images.label(from + row));
      }
    }
    return profile.build();
  }

  /** All images scored. */
  public static ScoredRows rows(Scorer scorer, ImageEncoder encoder, ImageSet images) {
    Preprocessing preprocessing = encoder.preprocessing();
    int inputSize = preprocessing.inputSize();
    int classes = scorer.classes();
    int embeddingSize = scorer.embeddingSize();
    int batch = scorer.maxBatch();
    float[] inputs = new float[Math.multiplyExact(images.count(), inputSize)];
    float[] probabilities = new float[images.count() * classes];
    float[] embeddings = new float[Math.multiplyExact(images.count(), embeddingSize)];
    float[] batchInputs = new float[batch * inputSize];
    float[] batchProbabilities = new float[batch * classes];
    float[] batchEmbeddings = new float[batch * embeddingSize];
    for (int from = 0; from < images.count(); from += batch) {
      int count = Math.min(batch, images.count() - from);
      for (int i = 0; i < count; i++) {
        encoder.encode(
            images.image(from + i), images.width(), images.height(), batchInputs, i * inputSize);
      }
      scorer.score(batchInputs, count, batchProbabilities, batchEmbeddings);
      System.arraycopy(batchInputs, 0, inputs, from * inputSize, count * inputSize);
      System.arraycopy(batchProbabilities, 0, probabilities, from * classes, count * classes);
      System.arraycopy(batchEmbeddings, 0, embeddings, from * embeddingSize, count * embeddingSize);
    }
    return new ScoredRows(
        inputs,
        inputSize,
        probabilities,
        classes,
        embeddings,
        embeddingSize,
        preprocessing.inkScale(),
        preprocessing.offset());
  }
}
