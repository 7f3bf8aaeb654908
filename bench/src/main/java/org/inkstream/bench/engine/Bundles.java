package org.inkstream.bench.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.GoldenRow;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.profiling.Profiles;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;

/** Bundles of networks that learnt nothing, for measurements that only ask how fast they are. */
public final class Bundles {

  /** How all the networks want their images. */
  public static final Preprocessing PREPROCESSING =
      new Preprocessing(Kind.SIDE, Kind.SIDE, Preprocessing.Fit.MNIST, 1 / 255.0, 0);

  private static final int REFERENCE = 512;
  private static final int GOLDEN = 32;

  private Bundles() {}

  /**
   * A bundle that the gate lets through.
   *
   * @param version its name
   * @param network what ModelSerializer wrote
   * @param images for the reference profile and the golden rows
   */
  public static byte[] of(String version, Kind kind, byte[] network, long seed, ImageSet images)
      throws IOException {
    List<String> labels = IntStream.range(0, Kind.CLASSES).mapToObj(Integer::toString).toList();
    ImageEncoder encoder = new ImageEncoder(PREPROCESSING);
    ImageSet reference = images.select(IntStream.range(0, REFERENCE).toArray());
    float[] answers;
    ReferenceProfile profile;
    long parameters;
    try (Network loaded = Networks.load(network, Kind.SIDE, Kind.SIDE);
        Scorer scorer = loaded.newScorer(REFERENCE)) {
      answers = Profiles.rows(scorer, encoder, reference).probabilities();
      FeatureMap map = Profiles.map(scorer, encoder, reference, seed);
      profile =
          Profiles.profile(scorer, encoder, reference, map, labels, PredictionSets.USUAL_COVERAGE);
      parameters = loaded.parameters();
    }
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            version,
            kind.toString(),
            "2026-01-01T00:00:00Z",
            PREPROCESSING,
            labels,
            parameters,
            seed,
            images.digest(),
            Map.of(),
            Map.of(),
            Map.of(),
            1,
            0,
            Map.of());
    return BundleFile.bytes(new Bundle(manifest, network, profile, golden(images, answers)));
  }

  /**
   * The first images as input of a network, one after another.
   *
   * @param count at most as many as there are
   */
  public static float[] encode(ImageSet images, int count) {
    ImageEncoder encoder = new ImageEncoder(PREPROCESSING);
    int size = PREPROCESSING.inputSize();
    float[] inputs = new float[count * size];
    for (int i = 0; i < count; i++) {
      encoder.encode(images.image(i), images.width(), images.height(), inputs, i * size);
    }
    return inputs;
  }

  private static List<GoldenRow> golden(ImageSet images, float[] answers) {
    List<GoldenRow> rows = new ArrayList<>();
    for (int i = 0; i < GOLDEN; i++) {
      float[] row = new float[Kind.CLASSES];
      System.arraycopy(answers, i * Kind.CLASSES, row, 0, Kind.CLASSES);
      rows.add(
          new GoldenRow(images.width(), images.height(), images.image(i), images.label(i), row));
    }
    return rows;
  }
}
