package org.inkstream.model.bundle;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.scorer.ForeignClassException;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Networks;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.model.scorer.WrongShapeException;
import org.inkstream.model.signing.TrustedKeys;
import org.inkstream.model.signing.Verdict;

/**
 * The checks a bundle passes before it may score, step by step ({@link GateStep}). Pure but for
 * native memory; safe for use by many threads.
 */
public final class Gate {

  private static final int WARM_UP_BATCHES = 3;

  private Gate() {}

  /**
   * Loads a bundle and checks it, whoever signed it and however large it is.
   *
   * @param file the bundle file
   * @param maxBatch batch size to warm up with
   * @return the model, warm; the caller closes it
   * @throws RefusedException if it may not score; nothing stays loaded
   */
  public static LoadedModel load(byte[] file, int maxBatch) throws RefusedException {
    return load(file, maxBatch, GateSettings.OPEN);
  }

  /**
   * Loads a bundle and checks it.
   *
   * @param file the bundle file
   * @param maxBatch batch size to warm up with
   * @return the model, warm, with what every step found; the caller closes it
   * @throws RefusedException if it may not score, with the step that says so; nothing stays loaded
   * @throws IllegalArgumentException if the batch size is less than 1
   */
  public static LoadedModel load(byte[] file, int maxBatch, GateSettings settings)
      throws RefusedException {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch " + maxBatch + " is less than 1");
    }
    GateRun run = new GateRun();
    try {
      return load(file, maxBatch, settings, run);
    } catch (RefusedException e) {
      throw run.failed(e);
    } catch (OutOfMemoryError e) {
      // More than was estimated, or than the process may have. Others go on with what they hold.
      run.begin(GateStep.MEMORY);
      throw run.failed(
          new RefusedException(RefusalReason.MEMORY, "not enough memory: " + e.getMessage(), e));
    } catch (RuntimeException e) {
      // What the libraries make of a network nobody foresaw. It may not end who needs the version.
      throw run.failed(
          new RefusedException(RefusalReason.UNREADABLE_NETWORK, "cannot be run: " + e, e));
    }
  }

  /**
   * What a model that serves makes of another version's golden rows.
   *
   * @param scorer one of the model's own, for the calling thread, of at least {@link #PEER_BATCH}
   */
  public static PeerAnswers answers(LoadedModel model, Scorer scorer, List<GoldenRow> rows) {
    return new PeerAnswers(
        model.manifest().version(), GoldenReplay.of(model, scorer, rows).predicted());
  }

  /** The batch that {@link #answers} scores. */
  public static final int PEER_BATCH = GoldenReplay.BATCH;

  private static LoadedModel load(byte[] file, int maxBatch, GateSettings settings, GateRun run)
      throws RefusedException {
    long start = System.nanoTime();
    BundleReader reader = BundleReader.open(file);
    Manifest manifest = reader.manifest();
    requireVersion(manifest, settings.version());
    run.passed("");
    requireSignature(reader, settings.trusted(), run);
    requireRoom(reader, settings.room(), run);
    run.begin(GateStep.LOAD);
    Bundle bundle = reader.bundle();
    long read = System.nanoTime();
    Network network = network(bundle);
    try {
      long loaded = System.nanoTime();
      run.passed("");
      run.begin(GateStep.SHAPE);
      requireShapes(bundle, network);
      ImageEncoder encoder = new ImageEncoder(manifest.preprocessing());
      LoadedModel unwarmed =
          new LoadedModel(manifest, bundle.profile(), network, encoder, new GateTimes(0, 0, 0));
      replay(unwarmed, bundle.golden(), settings.peer(), run);
      long verified = System.nanoTime();
      warm(unwarmed, maxBatch);
      long warm = System.nanoTime();
      GateTimes times =
          new GateTimes(
              millis(read - start + verified - loaded),
              millis(loaded - read),
              millis(warm - verified));
      return new LoadedModel(manifest, bundle.profile(), network, encoder, times, run.outcomes());
    } catch (RefusedException | RuntimeException | OutOfMemoryError e) {
      network.close();
      throw e;
    }
  }

  private static void requireVersion(Manifest manifest, Optional<String> expected)
      throws RefusedException {
    if (expected.isPresent() && !expected.get().equals(manifest.version())) {
      throw new RefusedException(
          RefusalReason.BAD_MANIFEST,
          "published as " + expected.get() + ", the bundle says " + manifest.version());
    }
  }

  private static void requireSignature(
      BundleReader reader, Optional<TrustedKeys> trusted, GateRun run) throws RefusedException {
    run.begin(GateStep.SIGNATURE);
    if (trusted.isEmpty()) {
      run.skipped("no keys are trusted here: any bundle is accepted");
      return;
    }
    Verdict verdict = trusted.get().verify(reader.manifestBytes(), reader.signatures());
    if (verdict instanceof Verdict.Trusted signed) {
      run.passed("signed by " + String.join(", ", signed.keyIds()));
    } else if (verdict instanceof Verdict.Unsigned) {
      throw new RefusedException(RefusalReason.UNSIGNED, "it has no signature");
    } else if (verdict instanceof Verdict.UntrustedKeys others) {
      throw new RefusedException(
          RefusalReason.UNTRUSTED_KEY,
          "signed by %s; trusted are %s"
              .formatted(
                  String.join(", ", others.keyIds()), String.join(", ", trusted.get().ids())));
    } else if (verdict instanceof Verdict.Wrong wrong) {
      throw new RefusedException(
          RefusalReason.WRONG_SIGNATURE,
          "%s did not sign this manifest".formatted(String.join(", ", wrong.keyIds())));
    }
  }

  private static void requireRoom(BundleReader reader, GateSettings.Room room, GateRun run)
      throws RefusedException {
    run.begin(GateStep.MEMORY);
    long needed = neededBytes(reader);
    long missing = room.missing(needed);
    if (missing > 0) {
      throw new RefusedException(
          RefusalReason.MEMORY,
          "it needs about %d bytes of native memory, of which %d are missing"
              .formatted(needed, missing));
    }
    run.passed("about " + needed + " bytes");
  }

  /** Twice the weights: Deeplearning4j's are there until ours are made. */
  private static long neededBytes(BundleReader reader) throws RefusedException {
    long announced = Math.max(0, reader.manifest().parameters());
    try {
      double weights =
          Math.max((double) announced * Float.BYTES, Networks.weightBytes(reader.network()));
      return (long) (2 * weights);
    } catch (IOException e) {
      // Cannot be loaded at all, and the step that loads says why.
      return announced > Long.MAX_VALUE / 8 ? Long.MAX_VALUE : 8 * announced;
    }
  }

  private static Network network(Bundle bundle) throws RefusedException {
    Preprocessing preprocessing = bundle.manifest().preprocessing();
    try {
      return Networks.load(bundle.network(), preprocessing.width(), preprocessing.height());
    } catch (ForeignClassException e) {
      throw new RefusedException(RefusalReason.FOREIGN_CLASS, e.getMessage(), e);
    } catch (WrongShapeException e) {
      throw new RefusedException(RefusalReason.WRONG_SHAPE, e.getMessage(), e);
    } catch (IOException e) {
      throw new RefusedException(RefusalReason.UNREADABLE_NETWORK, e.getMessage(), e);
    }
  }

  private static void requireShapes(Bundle bundle, Network network) throws RefusedException {
    Manifest manifest = bundle.manifest();
    int classes = manifest.labels().size();
    if (network.classes() != classes) {
      throw new RefusedException(
          RefusalReason.WRONG_SHAPE,
          "the network has " + network.classes() + " outputs, the manifest " + classes);
    }
    if (!bundle.profile().classNames().equals(manifest.labels())) {
      throw new RefusedException(
          RefusalReason.BAD_PROFILE,
          "the profile has the classes %s, the manifest %s"
              .formatted(bundle.profile().classNames(), manifest.labels()));
    }
    for (int i = 0; i < bundle.golden().size(); i++) {
      int found = bundle.golden().get(i).probabilities().length;
      if (found != classes) {
        throw new RefusedException(
            RefusalReason.WRONG_SHAPE, "golden row %d has %d probabilities".formatted(i, found));
      }
    }
  }

  private static void replay(
      LoadedModel model, List<GoldenRow> golden, GateSettings.Peer peer, GateRun run)
      throws RefusedException {
    GoldenReplay replay;
    try (Scorer scorer = model.newScorer(GoldenReplay.BATCH)) {
      requireProfileOf(scorer, model);
      run.passed("");
      run.begin(GateStep.GOLDEN_ROWS);
      replay = GoldenReplay.of(model, scorer, golden);
    }
    run.passed(
        String.format(
            Locale.ROOT,
            "%d rows, none further off than %.1e",
            golden.size(),
            replay.requireExpected()));
    run.begin(GateStep.ACCURACY);
    run.passed("%d of %d right".formatted(replay.requireAccuracy(), golden.size()));
    run.begin(GateStep.AGREEMENT);
    agree(replay.predicted(), peer.answers(golden), run);
  }

  private static void agree(List<String> own, Optional<PeerAnswers> champion, GateRun run) {
    if (champion.isEmpty()) {
      run.skipped("no champion is loaded");
      return;
    }
    int same = 0;
    for (int i = 0; i < own.size(); i++) {
      same += own.get(i).equals(champion.get().predicted().get(i)) ? 1 : 0;
    }
    run.passed(
        "%d of %d answers as the champion %s has them"
            .formatted(same, own.size(), champion.get().version()));
  }

  private static void requireProfileOf(Scorer scorer, LoadedModel model) throws RefusedException {
    FeatureMap map = model.profile().featureMap();
    Preprocessing preprocessing = model.manifest().preprocessing();
    if (map.width() != preprocessing.width()
        || map.height() != preprocessing.height()
        || map.embeddingSize() != scorer.embeddingSize()) {
      throw new RefusedException(
          RefusalReason.BAD_PROFILE,
          "the profile is of images of %d x %d and embeddings of %d, the network of %d x %d and %d"
              .formatted(
                  map.width(),
                  map.height(),
                  map.embeddingSize(),
                  preprocessing.width(),
                  preprocessing.height(),
                  scorer.embeddingSize()));
    }
  }

  private static void warm(LoadedModel model, int maxBatch) {
    float[] inputs = new float[maxBatch * model.manifest().preprocessing().inputSize()];
    float[] outputs = new float[maxBatch * model.manifest().labels().size()];
    try (Scorer scorer = model.newScorer(maxBatch)) {
      for (int i = 0; i < WARM_UP_BATCHES; i++) {
        scorer.score(inputs, maxBatch, outputs);
      }
    }
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
