package org.inkstream.model.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.inkstream.model.drift.FeatureMaps;
import org.inkstream.model.drift.ProfileBuilder;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.image.Preprocessing.Fit;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.RandomNetworks;
import org.inkstream.model.scorer.Scorer;

/** A sound bundle of a small untrained network, and its parts to be spoilt one by one. */
final class Bundles {

  static final int SIDE = 8;
  static final int GOLDEN = 12;
  private static final int PROFILED = 100;
  static final List<String> LABELS = List.of("zero", "one", "two");

  /** Neurons of the hidden layer, and so numbers in an embedding. */
  static final int HIDDEN = 5;

  static final byte[] NETWORK = RandomNetworks.dense(11, SIDE * SIDE, LABELS.size(), HIDDEN);

  private Bundles() {}

  static Bundle sound() {
    return of(manifest(2.0, 1.0), NETWORK);
  }

  /** With golden rows that this network gives at the manifest's temperature, and so all right. */
  static Bundle of(Manifest manifest, byte[] network) {
    List<GoldenRow> golden = golden(manifest, network);
    return new Bundle(manifest, network, profile(LABELS), golden);
  }

  static Manifest manifest(double temperature, double floor) {
    return new Manifest(
        Manifest.FORMAT,
        "20261123-120000-abc",
        "mlp",
        "2026-11-23T12:00:00Z",
        new Preprocessing(SIDE, SIDE, Fit.MNIST, 1 / 255.0, 0),
        LABELS,
        343,
        42,
        "00".repeat(32),
        Map.of("epochs", "3"),
        Map.of("dl4j", "1.0.0-M2.1"),
        Map.of("accuracy", 0.875),
        temperature,
        floor,
        Map.of());
  }

  static ReferenceProfile profile(List<String> labels) {
    return profile(labels, SIDE, SIDE, HIDDEN);
  }

  /** A profile of random images and random embeddings. */
  static ReferenceProfile profile(List<String> labels, int width, int height, int embedding) {
    Random random = new Random(5);
    float[] inputs = new float[PROFILED * width * height];
    float[] embeddings = new float[PROFILED * embedding];
    float[] probabilities = new float[PROFILED * labels.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextFloat();
    }
    for (int i = 0; i < embeddings.length; i++) {
      embeddings[i] = random.nextFloat();
    }
    for (int i = 0; i < PROFILED; i++) {
      probabilities[i * labels.size() + i % labels.size()] = 1;
    }
    ScoredRows rows =
        new ScoredRows(
            inputs, width * height, probabilities, labels.size(), embeddings, embedding, 1, 0);
    ProfileBuilder builder =
        new ProfileBuilder(FeatureMaps.fit(width, height, rows, PROFILED, 1), labels);
    for (int i = 0; i < PROFILED; i++) {
      builder.add(rows, i, i % labels.size());
    }
    return builder.build();
  }

  private static List<GoldenRow> golden(Manifest manifest, byte[] network) {
    Random random = new Random(3);
    ImageEncoder encoder = new ImageEncoder(manifest.preprocessing());
    List<GoldenRow> rows = new ArrayList<>();
    try (Network slow = Networks.loadLayered(network, SIDE, SIDE);
        Scorer scorer = CalibratedScorer.of(slow.newScorer(1), manifest.temperature())) {
      for (int i = 0; i < GOLDEN; i++) {
        byte[] pixels = new byte[SIDE * SIDE];
        random.nextBytes(pixels);
        float[] input = new float[SIDE * SIDE];
        encoder.encode(pixels, SIDE, SIDE, input, 0);
        float[] probabilities = new float[slow.classes()];
        scorer.score(input, 1, probabilities);
        rows.add(new GoldenRow(SIDE, SIDE, pixels, best(probabilities), probabilities));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int best(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  /** The files in a bundle, in their order. */
  static Map<String, byte[]> parts(byte[] file) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new java.io.ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        parts.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts;
  }

  /** A zip of these files. */
  static byte[] zip(Map<String, byte[]> parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
