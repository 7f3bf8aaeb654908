package org.inkstream.trainer.bundling;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.profiling.Profiles;
import org.inkstream.model.scorer.Scorer;

/**
 * Gives a bundle a reference profile of other images. The network, its calibration, the golden rows
 * and the feature map stay as they are. For one thread.
 */
public final class Reprofiler {

  private static final int SCORED_AT_ONCE = 256;

  private final InstantSource clock;

  /**
   * A profiler.
   *
   * @param clock for the version
   */
  public Reprofiler(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A bundle with the profile of these images, as a version of its own: a version is its bytes, and
   * the profile is among them.
   *
   * @param before what it is made of
   * @param model the same, loaded; stays open
   * @param reference labels below the network's classes
   * @param coverage that the prediction sets promise, between 0 and 1, both excluded
   * @throws UnsuitableDataException if a label is too high, or the network's answers to the images
   *     are no numbers
   */
  public Reprofiled reprofile(
      Bundle before, LoadedModel model, ReferenceImages reference, double coverage) {
    ImageSet images = reference.images();
    try (Scorer scorer = model.newScorer(SCORED_AT_ONCE)) {
      ReferenceProfile profile = profile(before, scorer, model.encoder(), images, coverage);
      Manifest manifest = manifest(before.manifest(), profile, reference, coverage);
      Bundle bundle =
          new Bundle(
              manifest,
              before.network(),
              profile,
              before.golden(),
              Optional.of(CardWriter.of(manifest, profile, Optional.empty())));
      List<StatisticShift> shifts =
          ReferenceShifts.between(before.profile(), profile, scorer, model.encoder(), images);
      Gated.load(bundle, SCORED_AT_ONCE).close();
      return new Reprofiled(bundle, before, shifts);
    }
  }

  private static ReferenceProfile profile(
      Bundle before, Scorer scorer, ImageEncoder encoder, ImageSet images, double coverage) {
    try {
      return Profiles.profile(
          scorer,
          encoder,
          images,
          before.profile().featureMap(),
          before.manifest().labels(),
          coverage);
    } catch (IllegalArgumentException e) {
      throw new UnsuitableDataException(e);
    }
  }

  private Manifest manifest(
      Manifest before, ReferenceProfile profile, ReferenceImages reference, double coverage) {
    Map<String, String> settings = new TreeMap<>(before.hyperparameters());
    settings.put("profiledFrom", before.version());
    settings.put("profileData", reference.data());
    settings.put("coverage", Double.toString(coverage));
    settings.put("profileSeed", Long.toString(reference.seed()));
    settings.put("profileImages", Integer.toString(reference.images().count()));
    settings.put("digest.profile", reference.images().digest());
    return before.withVersion(
        Versions.id(clock.instant(), before.family(), profile.digest()), settings);
  }
}
