package org.inkstream.streams.drift;

import java.util.List;
import java.util.Random;
import org.inkstream.model.drift.Observation;
import org.inkstream.model.drift.ProfileBuilder;
import org.inkstream.model.drift.ReferenceProfile;

/** A profile and observations for tests; everything random comes from the seed. */
final class Examples {

  static final float[] ZERO = {0.9f, 0.05f, 0.05f};
  static final float[] ONE = {0.2f, 0.7f, 0.1f};
  static final float[] TWO = {0, 0, 1};

  private Examples() {}

  /** 31 images with ink 0.01 to 0.31; the first 20 are zeros, the others ones. */
  static ReferenceProfile profile() {
    ProfileBuilder builder = new ProfileBuilder(List.of("zero", "one", "two"));
    for (int i = 1; i <= 31; i++) {
      builder.add(new Observation(i / 100.0, i <= 20 ? ZERO : ONE));
    }
    return builder.build();
  }

  static Observation observation(Random random) {
    List<float[]> outputs = List.of(ZERO, ONE, TWO);
    return new Observation(random.nextDouble() / 2, outputs.get(random.nextInt(3)));
  }
}
