package org.inkstream.model.bundle;

import java.util.List;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.scorer.Network;
import org.inkstream.model.scorer.Scorer;

/**
 * A version that passed the gate and holds native memory until closed. Safe for use by many
 * threads; each makes its own scorer.
 */
public final class LoadedModel implements AutoCloseable {

  private final Manifest manifest;
  private final ReferenceProfile profile;
  private final Network network;
  private final ImageEncoder encoder;
  private final GateTimes times;
  private final List<StepOutcome> steps;

  /**
   * A model of parts that fit each other; {@link Gate#load} is how a bundle becomes one.
   *
   * @param network closed with this model
   */
  public LoadedModel(
      Manifest manifest,
      ReferenceProfile profile,
      Network network,
      ImageEncoder encoder,
      GateTimes times) {
    this(manifest, profile, network, encoder, times, List.of());
  }

  LoadedModel(
      Manifest manifest,
      ReferenceProfile profile,
      Network network,
      ImageEncoder encoder,
      GateTimes times,
      List<StepOutcome> steps) {
    this.manifest = manifest;
    this.profile = profile;
    this.network = network;
    this.encoder = encoder;
    this.times = times;
    this.steps = steps;
  }

  /** What the bundle says of itself. */
  public Manifest manifest() {
    return manifest;
  }

  /** Reference for the drift statistics. */
  public ReferenceProfile profile() {
    return profile;
  }

  /** Turns image events into this network's input. */
  public ImageEncoder encoder() {
    return encoder;
  }

  /** How long the steps of the gate took. */
  public GateTimes times() {
    return times;
  }

  /** What each step of the gate found; empty for a model that did not come through it. */
  public List<StepOutcome> steps() {
    return steps;
  }

  /** Native memory of the weights and of open scorers, in bytes. */
  public long nativeBytes() {
    return network.nativeBytes();
  }

  /** A scorer for one thread that gives calibrated probabilities. */
  public Scorer newScorer(int maxBatch) {
    return CalibratedScorer.of(network.newScorer(maxBatch), manifest.temperature());
  }

  /** Gives the weights' memory back. Close the scorers first. */
  @Override
  public void close() {
    network.close();
  }
}
