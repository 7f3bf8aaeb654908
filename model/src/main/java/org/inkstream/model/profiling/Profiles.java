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
import org.inkstream.model.image.PixelNorm;
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
   * @param coverage that the prediction sets promise, between 0 and 1, both excluded
   * @throws IllegalArgumentException if a label is too high, or a statistic is not finite
   */
  public static ReferenceProfile profile(
      Scorer scorer,
      ImageEncoder encoder,
      ImageSet images,
      FeatureMap map,
      List<String> classNames,
      double coverage) {
    ProfileBuilder profile = new ProfileBuilder(map, classNames).coverage(coverage);
    each(
        scorer, encoder, images, (rows, row, image) -> profile.add(rows, row, images.label(image)));
    return profile.build();
  }

  /** All images scored. */
  public static ScoredRows rows(Scorer scorer, ImageEncoder encoder, ImageSet images) {
    int inputSize = encoder.preprocessing().inputSize();
    int classes = scorer.classes();
    int embeddingSize = scorer.embeddingSize();
    float[] inputs = new float[Math.multiplyExact(images.count(), inputSize)];
    float[] probabilities = new float[images.count() * classes];
    float[] embeddings = new float[Math.multiplyExact(images.count(), embeddingSize)];
    each(
        scorer,
        encoder,
        images,
        (rows, row, image) -> {
          copy(rows.inputs(), row, inputs, image, inputSize);
          copy(rows.probabilities(), row, probabilities, image, classes);
          copy(rows.embeddings(), row, embeddings, image, embeddingSize);
        });
    return view(encoder.preprocessing(), inputs, scorer, probabilities, embeddings);
  }

  /** Takes one scored image. */
  @FunctionalInterface
  public interface Scored {

    /**
     * An image was scored.
     *
     * @param rows of a batch, used again for the next
     * @param row the image's place in it
     * @param image its place in the set
     */
    void take(ScoredRows rows, int row, int image);
  }

  /** Scores all images in their order, batch by batch. */
  public static void each(Scorer scorer, ImageEncoder encoder, ImageSet images, Scored scored) {
    int inputSize = encoder.preprocessing().inputSize();
    int batch = scorer.maxBatch();
    float[] inputs = new float[batch * inputSize];
    float[] probabilities = new float[batch * scorer.classes()];
    float[] embeddings = new float[batch * scorer.embeddingSize()];
    ScoredRows rows = view(encoder.preprocessing(), inputs, scorer, probabilities, embeddings);
    for (int from = 0; from < images.count(); from += batch) {
      int count = Math.min(batch, images.count() - from);
      for (int i = 0; i < count; i++) {
        encoder.encode(
            images.image(from + i), images.width(), images.height(), inputs, i * inputSize);
      }
      scorer.score(inputs, count, probabilities, embeddings);
      for (int row = 0; row < count; row++) {
        scored.take(rows, row, from + row);
      }
    }
  }

  private static ScoredRows view(
      Preprocessing preprocessing,
      float[] inputs,
      Scorer scorer,
      float[] probabilities,
      float[] embeddings) {
    return view(
        preprocessing, inputs, probabilities, scorer.classes(), embeddings, scorer.embeddingSize());
  }

  /**
   * A scored batch as drift statistics see it; the arrays are not copied.
   *
   * @param preprocessing that the inputs were encoded with
   */
  public static ScoredRows view(
      Preprocessing preprocessing,
      float[] inputs,
      float[] probabilities,
      int classes,
      float[] embeddings,
      int embeddingSize) {
    PixelNorm pixels = preprocessing.pixels();
    return new ScoredRows(
        inputs,
        preprocessing.inputSize(),
        probabilities,
        classes,
        embeddings,
        embeddingSize,
        preprocessing.inkScale(),
        preprocessing.offset(),
        pixels == null ? new float[0] : pixels.mean(),
        pixels == null ? new float[0] : pixels.deviation());
  }

  private static void copy(float[] from, int row, float[] to, int image, int size) {
    System.arraycopy(from, row * size, to, image * size, size);
  }
}
