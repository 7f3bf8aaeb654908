package org.inkstream.bench.drift;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.drift.EventHash;
import org.inkstream.model.drift.FeatureExtractor;
import org.inkstream.model.drift.FeatureMap;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.model.profiling.Profiles;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.model.split.Split;
import org.inkstream.model.split.SplitPlan;
import org.inkstream.model.split.SplitRule;

/**
 * A network and the images that it has never seen, neither in training nor in tuning: the reference
 * part and the test part of a shuffled split, all alike but for chance. For one thread.
 */
final class HeldOut implements AutoCloseable {

  private static final int SCORED_AT_ONCE = 256;

  private final LoadedModel model;
  private final Scorer scorer;
  private final FeatureExtractor extractor;
  private final ImageSet images;

  private HeldOut(LoadedModel model, ImageSet images) {
    this.model = model;
    this.scorer = model.newScorer(SCORED_AT_ONCE);
    this.extractor = model.profile().featureMap().extractor();
    this.images = images;
  }

  /**
   * The images that a bundle's network has not seen.
   *
   * @param model closed with this
   * @param file named in the failure
   * @throws CommandFailure if it was not trained on a shuffled split of MNIST
   */
  static HeldOut of(LoadedModel model, Path file) {
    Map<String, String> made = model.manifest().hyperparameters();
    try {
      Split split =
          new SplitPlan(
                  SplitRule.SHUFFLED,
                  model.manifest().seed(),
                  Integer.parseInt(made.getOrDefault("validationImages", "")),
                  Integer.parseInt(made.getOrDefault("profileImages", "")))
              .apply(DataSets.read("mnist", Part.TRAIN), DataSets.read("mnist", Part.TEST));
      Map<String, String> digests = split.digests();
      if (!digests.get("profile").equals(made.get("digest.profile"))
          || !digests.get("test").equals(made.get("digest.test"))) {
        throw new IllegalArgumentException("the parts are others");
      }
      return new HeldOut(model, split.profile().and(split.test()));
    } catch (IllegalArgumentException | IOException e) {
      throw new CommandFailure(
          file + " was not trained by 'train --data mnist --split shuffled': " + e.getMessage(), e);
    }
  }

  /** The network. */
  LoadedModel model() {
    return model;
  }

  /** The statistics that are taken. */
  FeatureMap map() {
    return model.profile().featureMap();
  }

  /** The images, reference part first. */
  ImageSet images() {
    return images;
  }

  /** Images as they came or were changed, all of the network's size, scored. */
  ScoredRows rows(List<byte[]> changed) {
    int size = images.width() * images.height();
    byte[] pixels = new byte[changed.size() * size];
    for (int i = 0; i < changed.size(); i++) {
      System.arraycopy(changed.get(i), 0, pixels, i * size, size);
    }
    return Profiles.rows(
        scorer,
        model.encoder(),
        new ImageSet(images.width(), images.height(), pixels, new int[changed.size()]));
  }

  /** The statistics of images, one row each. */
  double[][] features(List<byte[]> changed) {
    double[][] features = new double[changed.size()][];
    // In parts, because inputs and embeddings of all would need much memory at once.
    for (int from = 0; from < changed.size(); from += 1_000) {
      List<byte[]> part = changed.subList(from, Math.min(changed.size(), from + 1_000));
      ScoredRows rows = rows(part);
      for (int row = 0; row < part.size(); row++) {
        features[from + row] = extractor.extract(rows, row).clone();
      }
    }
    return features;
  }

  /** The images as they are. */
  List<byte[]> pixels(int... indices) {
    List<byte[]> all = new ArrayList<>();
    for (int index : indices) {
      all.add(images.image(index));
    }
    return all;
  }

  /** A hash for each of so many events. */
  static long[] hashes(String name, int count) {
    return IntStream.range(0, count).mapToLong(i -> EventHash.of(name + "-" + i)).toArray();
  }

  @Override
  public void close() {
    scorer.close();
    model.close();
  }
}
