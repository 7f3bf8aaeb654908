package org.inkstream.model.drift;

import java.util.List;
import java.util.Random;

/** Profiles and observations for tests; everything random comes from the seed. */
final class Examples {

  static final List<String> NAMES = List.of("zero", "one", "two");

  private Examples() {}

  static ReferenceProfile of(long seed, int events) {
    Random random = new Random(seed);
    ProfileBuilder builder = new ProfileBuilder(NAMES);
    for (int i = 0; i < events; i++) {
      builder.add(observation(random));
    }
    return builder.build();
  }

  static Observation observation(Random random) {
    float a = random.nextFloat();
    float b = random.nextFloat() * (1 - a);
    return new Observation(random.nextDouble(), new float[] {a, b, 1 - a - b});
  }

  /** A profile whose meanInk has these reference values. */
  static ReferenceProfile ofInk(double... values) {
    ProfileBuilder builder = new ProfileBuilder(NAMES);
    for (double value : values) {
      builder.add(ink(value));
    }
    return builder.build();
  }

  static Observation ink(double value) {
    return new Observation(value, new float[] {1, 0, 0});
  }
}
