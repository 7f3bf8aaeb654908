package org.inkstream.trainer.compare;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.CalibratedScorer;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.trainer.evaluate.Predictions;
import org.inkstream.trainer.evaluate.Scoring;

/** The model of one bundle, to be asked about images as it is served. For one thread. */
final class Subject implements AutoCloseable {

  private final byte[] file;
  private final Bundle bundle;
  private final ImageEncoder encoder;
  private final Network network;
  private final Scorer raw;
  private final Scorer served;

  private Subject(byte[] file, Bundle bundle) {
    this.file = file;
    this.bundle = bundle;
    Preprocessing field = bundle.manifest().preprocessing();
    this.encoder = new ImageEncoder(field);
    this.network = load(bundle.network(), field);
    this.raw = network.newScorer(Speed.BATCH);
    this.served =
        CalibratedScorer.of(network.newScorer(Speed.BATCH), bundle.manifest().temperature());
  }

  /**
   * The model of a bundle that the gate passes.
   *
   * @throws RefusedException if it does not
   */
  static Subject of(byte[] file) throws RefusedException {
    Gate.load(file, Speed.BATCH).close();
    return new Subject(file, BundleFile.read(file));
  }

  /** The model of a bundle that was just made, and so has passed the gate. */
  static Subject ofOwn(Bundle bundle) {
    return new Subject(BundleFile.bytes(bundle), bundle);
  }

  Manifest manifest() {
    return bundle.manifest();
  }

  byte[] networkFile() {
    return bundle.network();
  }

  /** What the model answers by itself. */
  Predictions raw(ImageSet images) {
    return Scoring.score(raw, encoder, images);
  }

  /** What it answers when served. */
  Predictions served(ImageSet images) {
    return Scoring.score(served, encoder, images);
  }

  /** What it takes, scoring these images. */
  Cost cost(ImageSet images, LongSupplier nanoTime) {
    long memory;
    try (Network alone = load(bundle.network(), manifest().preprocessing());
        Scorer scorer = alone.newScorer(Speed.BATCH)) {
      // Some memory is taken at the first batch.
      Scoring.score(scorer, encoder, images.select(new int[] {0}));
      memory = alone.nativeBytes();
    }
    return new Cost(
        manifest().metrics().get("seconds"),
        manifest().parameters(),
        file.length,
        memory,
        Speed.imagesPerSecond(served, encoder, images, nanoTime));
  }

  private static Network load(byte[] network, Preprocessing field) {
    try {
      return Networks.load(network, field.width(), field.height());
    } catch (IOException e) {
      throw new IllegalStateException("what the gate has passed cannot be loaded", e);
    }
  }

  @Override
  public void close() {
    served.close();
    raw.close();
    network.close();
  }
}
