package org.inkstream.streams.models;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.GateSettings;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.registry.ArtifactException;
import org.inkstream.model.registry.Artifacts;
import org.inkstream.schemas.ModelVersion;

/** Fetches versions from the registry and puts them through the gate. */
final class RegistryLoader implements ModelPool.Loader {

  private final Artifacts artifacts;
  private final Function<String, Optional<ModelVersion>> published;
  private final int maxBatch;
  private final Function<String, GateSettings> settings;
  private final Map<String, Long> fetchMillis = new ConcurrentHashMap<>();

  /**
   * @param published manifest of a version
   * @param maxBatch batch size to warm up with
   * @param settings of the gate, for a version
   */
  RegistryLoader(
      Artifacts artifacts,
      Function<String, Optional<ModelVersion>> published,
      int maxBatch,
      Function<String, GateSettings> settings) {
    this.artifacts = artifacts;
    this.published = published;
    this.maxBatch = maxBatch;
    this.settings = settings;
  }

  @Override
  public LoadedModel load(String version) throws RefusedException {
    ModelVersion manifest =
        published
            .apply(version)
            .orElseThrow(
                () ->
                    new RefusedException(
                        RefusalReason.UNKNOWN_VERSION, version + " is not published"));
    long start = System.nanoTime();
    byte[] bundle = fetch(manifest);
    fetchMillis.put(version, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    return Gate.load(bundle, maxBatch, settings.apply(version).forVersion(version));
  }

  /** How long the last fetch of a version took; 0 if there was none. */
  long fetchMillis(String version) {
    return fetchMillis.getOrDefault(version, 0L);
  }

  private byte[] fetch(ModelVersion manifest) throws RefusedException {
    byte[] bundle;
    try {
      bundle = artifacts.fetch(manifest);
    } catch (ArtifactException e) {
      throw new RefusedException(RefusalReason.INCOMPLETE_ARTIFACT, e.getMessage()).atFirstStep();
    }
    String found = Sha256.of(bundle);
    if (!found.equals(manifest.getBundleSha256())) {
      throw new RefusedException(
              RefusalReason.WRONG_DIGEST,
              "the artefact has digest " + found + ", published was " + manifest.getBundleSha256())
          .atFirstStep();
    }
    return bundle;
  }
}
