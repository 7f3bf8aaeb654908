package org.inkstream.streams.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.GoldenRow;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.drift.FeatureMaps;
import org.inkstream.model.drift.ProfileBuilder;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.plain.PlainFile;
import org.inkstream.model.plain.PlainModel;
import org.inkstream.model.plain.Trees;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ModelVersion;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A softmax regression over square images, or a plain model, with weights drawn from a seed, as a
 * real bundle. Its answers are also computed here, in plain Java with double precision, and those
 * are what its golden rows expect. Immutable.
 */
public final class TestModel implements OfflineModel {

  /** Number of classes of every test model. */
  public static final int CLASSES = 10;

  /** Side of the images of most test models, in pixels. */
  public static final int SIDE = 28;

  private static final int GOLDEN_ROWS = 4;
  private static final double SPREAD = 0.1;
  private static final String CREATED = "2026-11-23T00:00:00Z";
  private static final List<String> LABELS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  /** Profiles by side and seed: one takes a second, and many tests load the same models. */
  private static final Map<List<Long>, ReferenceProfile> PROFILES = new ConcurrentHashMap<>();

  private final String version;
  private final int side;
  private final long seed;
  private final float[][] weights;
  private final float[][] bias;
  private final Optional<PlainModel> plain;

  private TestModel(String version, int side, long seed, Optional<PlainModel> plain) {
    this.version = version;
    this.side = side;
    this.seed = seed;
    this.plain = plain;
    Random random = new Random(seed);
    this.weights = new float[side * side][CLASSES];
    for (float[] row : weights) {
      fill(row, random);
    }
    this.bias = new float[1][CLASSES];
    fill(bias[0], random);
  }

  /** A model for images of 28 x 28 pixels. Different seeds give different answers. */
  public static TestModel of(String version, long seed) {
    return new TestModel(version, SIDE, seed, Optional.empty());
  }

  /**
   * A forest over a few pixels with thresholds and leaves drawn from a seed.
   *
   * @param trees how many, at least 1
   * @param seed not that of another model
   */
  public static TestModel forest(String version, int trees, long seed) {
    Random random = new Random(seed);
    List<Trees.Node> roots =
        Stream.generate(() -> node(random, 6)).limit(trees).collect(Collectors.toList());
    return new TestModel(version, SIDE, seed, Optional.of(Trees.of(SIDE * SIDE, CLASSES, roots)));
  }

  private static Trees.Node node(Random random, int depth) {
    if (depth > 0) {
      return new Trees.Split(
          random.nextInt(SIDE * SIDE),
          random.nextFloat(),
          node(random, depth - 1),
          node(random, depth - 1));
    }
    float[] probabilities = new float[CLASSES];
    float sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      probabilities[c] = random.nextFloat();
      sum += probabilities[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      probabilities[c] /= sum;
    }
    return new Trees.Leaf(probabilities);
  }

  /** A model of another version with the same weights. */
  public TestModel as(String otherVersion) {
    return new TestModel(otherVersion, side, seed, plain);
  }

  /** The same for images with another side, in pixels. */
  public TestModel withSide(int otherSide) {
    return new TestModel(version, otherSide, seed, Optional.empty());
  }

  @Override
  public String version() {
    return version;
  }

  /** Class names, in the order of the outputs. */
  public List<String> labels() {
    return LABELS;
  }

  /** Probability of each class, computed in plain Java. */
  public double[] probabilities(byte[] pixels) {
    if (plain.isPresent()) {
      float[] image = new float[pixels.length];
      for (int i = 0; i < image.length; i++) {
        image[i] = (float) ((pixels[i] & 0xff) / 255.0);
      }
      float[] found = new float[CLASSES];
      plain.get().scoreSlowly(image, 0, found, 0);
      return IntStream.range(0, CLASSES).mapToDouble(c -> found[c]).toArray();
    }
    double[] odds = new double[CLASSES];
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      double logit = bias[0][c];
      for (int i = 0; i < pixels.length; i++) {
        logit += weights[i][c] * (pixels[i] & 0xff) / 255;
      }
      odds[c] = Math.exp(logit);
      sum += odds[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      odds[c] /= sum;
    }
    return odds;
  }

  /** Index of the most probable class, computed in plain Java. */
  public int label(byte[] pixels) {
    double[] probabilities = probabilities(pixels);
    return IntStream.range(0, CLASSES)
        .reduce((best, c) -> probabilities[c] > probabilities[best] ? c : best)
        .orElseThrow();
  }

  @Override
  public void check(Classification answer, byte[] pixels) {
    assertThat(answer.getLabel()).isEqualTo(label(pixels));
  }

  /** The bundle. */
  public Bundle bundle() {
    return bundle(side);
  }

  /** A bundle whose manifest speaks of images with another side than the network takes. */
  public Bundle bundle(int announcedSide) {
    List<GoldenRow> golden = new ArrayList<>();
    for (int i = 0; i < GOLDEN_ROWS; i++) {
      byte[] pixels = TestImages.random(side, i);
      double[] expected = probabilities(pixels);
      golden.add(new GoldenRow(side, side, pixels, label(pixels), floats(expected)));
    }
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            version,
            "softmax",
            CREATED,
            new Preprocessing(announcedSide, announcedSide, Preprocessing.Fit.MNIST, 1 / 255.0, 0),
            LABELS,
            (side * side + 1L) * CLASSES,
            seed,
            "0".repeat(64),
            Map.of(),
            Map.of(),
            Map.of("accuracy", 0.5),
            1,
            1,
            Map.of());
    return new Bundle(manifest, network(), profile(), golden);
  }

  /** The bundle as a file. */
  public byte[] bytes() {
    return BundleFile.bytes(bundle());
  }

  /** The model behind the gate; the caller closes it. */
  public LoadedModel load(int maxBatch) {
    try {
      return Gate.load(bytes(), maxBatch);
    } catch (RefusedException e) {
      throw new IllegalStateException(e.reason() + ": " + e.getMessage(), e);
    }
  }

  /** What the registry would say of these bytes; the writer fills in where they are. */
  public ModelVersion published(byte[] bundle) {
    return ModelVersion.newBuilder()
        .setVersion(version)
        .setFamily("softmax")
        .setCreatedAt(Instant.parse(CREATED))
        .setInputWidth(side)
        .setInputHeight(side)
        .setLabels(LABELS)
        .setParameters((side * side + 1L) * CLASSES)
        .setMetrics(Map.of("accuracy", 0.5))
        .setBundleBytes(bundle.length)
        .setBundleSha256(Sha256.of(bundle))
        .setChunks(1)
        .build();
  }

  /** A reference profile of four random images. */
  ReferenceProfile profile() {
    return PROFILES.computeIfAbsent(List.of((long) side, seed), key -> newProfile());
  }

  private ReferenceProfile newProfile() {
    int size = side * side;
    float[] inputs = new float[GOLDEN_ROWS * size];
    float[] answers = new float[GOLDEN_ROWS * CLASSES];
    for (int i = 0; i < GOLDEN_ROWS; i++) {
      byte[] pixels = TestImages.random(side, i);
      for (int p = 0; p < size; p++) {
        inputs[i * size + p] = (float) ((pixels[p] & 0xff) / 255.0);
      }
      System.arraycopy(floats(probabilities(pixels)), 0, answers, i * CLASSES, CLASSES);
    }
    // A network without a hidden layer: the image is the embedding.
    ScoredRows rows = new ScoredRows(inputs, size, answers, CLASSES, inputs, size, 1, 0);
    ProfileBuilder builder =
        new ProfileBuilder(FeatureMaps.fit(side, side, rows, GOLDEN_ROWS, 1), LABELS);
    for (int i = 0; i < GOLDEN_ROWS; i++) {
      builder.add(rows, i, rows.predicted(i));
    }
    return builder.build();
  }

  private byte[] network() {
    return plain.map(PlainFile::write).orElseGet(this::layers);
  }

  private byte[] layers() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .list(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(side * side)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    network.setParam("0_W", Nd4j.create(weights));
    network.setParam("0_b", Nd4j.create(bias));
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ModelSerializer.writeModel(network, out, false);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    } finally {
      network.close();
    }
  }

  private static void fill(float[] row, Random random) {
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (random.nextGaussian() * SPREAD);
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
