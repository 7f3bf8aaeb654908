package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.drift.FeatureMaps;
import org.inkstream.model.drift.ProfileBuilder;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.Wire;

/** Scored images of 4 x 4 pixels and their profile; everything random comes from a seed. */
final class Examples {

  /** The default, with windows of a minute, which are easier to count in. */
  static final DriftSettings MINUTES = DriftSettings.DEFAULT.withWindow(Duration.ofMinutes(1));

  static final float[] ZERO = {0.9f, 0.05f, 0.05f};
  static final float[] ONE = {0.2f, 0.7f, 0.1f};
  static final float[] TWO = {0, 0, 1};

  private static final int SIDE = 4;
  private static final int EMBEDDING = 5;
  private static final List<String> NAMES = List.of("zero", "one", "two");

  private Examples() {}

  /** 200 images as {@link #usual} makes them, all answered rightly. */
  static ReferenceProfile profile() {
    Random random = new Random(1);
    ProfileBuilder builder = new ProfileBuilder(map(random), NAMES);
    for (int i = 0; i < 200; i++) {
      ScoredRows image = usual(random);
      builder.add(image, 0, image.predicted(0));
    }
    return builder.build();
  }

  /** 31 plain images with ink 0.01 to 0.31; the first 20 are zeros, the others ones. */
  static ReferenceProfile plainProfile() {
    ProfileBuilder builder = new ProfileBuilder(map(new Random(1)), NAMES);
    for (int i = 1; i <= 31; i++) {
      ScoredRows image = plain(i / 100.0f, i <= 20 ? ZERO : ONE);
      builder.add(image, 0, image.predicted(0));
    }
    return builder.build();
  }

  /** An image, of which about a third is blank. */
  static ScoredRows usual(Random random) {
    return image(random, 0.5f);
  }

  /** An image with far more ink. */
  static ScoredRows inky(Random random) {
    return image(random, 1);
  }

  /** An image that is the same everywhere. */
  static ScoredRows plain(float ink, float[] probabilities) {
    float[] pixels = new float[SIDE * SIDE];
    Arrays.fill(pixels, ink);
    return scored(pixels, probabilities);
  }

  /** Has one image counted. */
  static void add(DriftCounter counter, long timestamp, String id, ScoredRows image) {
    counter.lookAhead(image, List.of(id));
    counter.add(timestamp, 0);
  }

  /** Checks that reports do not differ in a bit of any field. */
  static void assertSameBits(List<DriftReport> reports, List<DriftReport> expected) {
    // First as texts, which one can read. (Lists that were decoded cannot be compared: Avro's own
    // comparison does not know an instant that may be null.)
    assertThat(reports.stream().map(DriftReport::toString).toList())
        .isEqualTo(expected.stream().map(DriftReport::toString).toList());
    assertThat(encoded(reports)).isEqualTo(encoded(expected));
  }

  private static List<ByteBuffer> encoded(List<DriftReport> reports) {
    Wire<DriftReport> wire = Wire.of(DriftReport.class);
    return reports.stream().map(report -> ByteBuffer.wrap(wire.encode(report))).toList();
  }

  private static ScoredRows image(Random random, float mostInk) {
    float[] pixels = new float[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt(3) == 0 ? 0 : mostInk * random.nextFloat();
    }
    float[] probabilities = List.of(ZERO, ONE, TWO).get(random.nextInt(3)).clone();
    float moved = probabilities[random.nextInt(3)] * random.nextFloat() / 4;
    probabilities[0] += moved;
    float sum = 1 + moved;
    for (int c = 0; c < probabilities.length; c++) {
      probabilities[c] /= sum;
    }
    return scored(pixels, probabilities);
  }

  private static FeatureMap map(Random random) {
    int count = 50;
    float[] inputs = new float[count * SIDE * SIDE];
    float[] probabilities = new float[count * NAMES.size()];
    float[] embeddings = new float[count * EMBEDDING];
    for (int i = 0; i < count; i++) {
      ScoredRows image = usual(random);
      System.arraycopy(image.inputs(), 0, inputs, i * SIDE * SIDE, SIDE * SIDE);
      System.arraycopy(image.probabilities(), 0, probabilities, i * NAMES.size(), NAMES.size());
      System.arraycopy(image.embeddings(), 0, embeddings, i * EMBEDDING, EMBEDDING);
    }
    ScoredRows rows =
        new ScoredRows(
            inputs, SIDE * SIDE, probabilities, NAMES.size(), embeddings, EMBEDDING, 1, 0);
    return FeatureMaps.fit(SIDE, SIDE, rows, count, 1);
  }

  private static ScoredRows scored(float[] pixels, float[] probabilities) {
    float[] embedding = new float[EMBEDDING];
    for (int i = 0; i < pixels.length; i++) {
      embedding[i % EMBEDDING] += pixels[i];
    }
    return new ScoredRows(
        pixels, SIDE * SIDE, probabilities, NAMES.size(), embedding, EMBEDDING, 1, 0);
  }
}
