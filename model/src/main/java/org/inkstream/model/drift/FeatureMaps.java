package org.inkstream.model.drift;

import java.util.Arrays;
import java.util.Random;

/** Makes feature maps from scored training images. */
public final class FeatureMaps {

  /** As many images as tell the bases well; more would only take longer. */
  public static final int ENOUGH = 5_000;

  private static final int INPUT_COMPONENTS = 32;
  private static final int EMBEDDING_COMPONENTS = 16;

  /** A larger basis would make the bundle large; images that need it get fewer components. */
  private static final int MOST_NUMBERS = 1 << 20;

  /** Beyond this the covariance alone would take gigabytes. */
  private static final int LARGEST_INPUT = 1 << 13;

  private static final int PAIRS = 2_000;

  private FeatureMaps() {}

  /**
   * The map of one network.
   *
   * @param width of the network's input image
   * @param height of it
   * @param rows training images, scored; none of them may be a reference image
   * @param count rows in the batch, at least 1
   * @param seed of the random features
   */
  public static FeatureMap fit(int width, int height, ScoredRows rows, int count, long seed) {
    float[] ink = new float[count * rows.inputSize()];
    float[] image = new float[rows.inputSize()];
    for (int row = 0; row < count; row++) {
      rows.ink(row, image);
      System.arraycopy(image, 0, ink, row * image.length, image.length);
    }
    Projection input = components(ink, rows.inputSize(), INPUT_COMPONENTS);
    float[] vectors = Arrays.copyOf(rows.embeddings(), count * rows.embeddingSize());
    Projection embedding =
        rows.embeddingSize() == 0
            ? new Projection(new float[0], new float[0], new double[0])
            : components(vectors, rows.embeddingSize(), EMBEDDING_COMPONENTS);
    return new FeatureMap(
        width,
        height,
        rows.classes(),
        input,
        embedding,
        bandwidth(embedding, vectors, count, seed),
        seed);
  }

  private static Projection components(float[] vectors, int size, int most) {
    return size > LARGEST_INPUT
        ? meanAlone(vectors, size)
        : PrincipalComponents.fit(vectors, size, Math.min(most, MOST_NUMBERS / size));
  }

  private static Projection meanAlone(float[] vectors, int size) {
    float[] mean = new float[size];
    int count = vectors.length / size;
    for (int i = 0; i < vectors.length; i++) {
      mean[i % size] += vectors[i] / count;
    }
    return new Projection(mean, new float[0], new double[0]);
  }

  /** The median distance of two embeddings, as is usual for a kernel (Gretton et al. 2012). */
  private static double bandwidth(Projection projection, float[] vectors, int count, long seed) {
    Random random = new Random(seed);
    double[] distances = new double[PAIRS];
    for (int pair = 0; pair < PAIRS; pair++) {
      int one = random.nextInt(count) * projection.size();
      int other = random.nextInt(count) * projection.size();
      for (int k = 0; k < projection.count(); k++) {
        double along = 0;
        for (int i = 0; i < projection.size(); i++) {
          along +=
              projection.components()[k * projection.size() + i]
                  * (double) (vectors[one + i] - vectors[other + i]);
        }
        distances[pair] += along * along;
      }
    }
    Arrays.sort(distances);
    double median = Math.sqrt(distances[PAIRS / 2]);
    return median > 0 ? median : 1;
  }
}
