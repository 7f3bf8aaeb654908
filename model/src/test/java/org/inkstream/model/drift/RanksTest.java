package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RanksTest {

  @Test
  void shouldBeThoseOfAProfile() {
    ReferenceProfile profile = Examples.profile(4, 200);
    FeatureExtractor extractor = Examples.MAP.extractor();
    ScoredRows rows = Examples.rows(4, 200);
    for (int i = 0; i < Examples.MAP.size(); i++) {
      double[] values = new double[200];
      long[] hashes = new long[200];
      for (int row = 0; row < 200; row++) {
        values[row] = extractor.extract(rows, row)[i];
        // As ProfileBuilder names reference images, so that both decide alike where values tie.
        hashes[row] = EventHash.of("reference-" + row);
      }

      Ranks ranks = Ranks.among(values, hashes, Examples.MAP, i);

      assertThat(ranks.gaps()).isEqualTo(profile.statistic(i).gaps());
      Random random = new Random(i);
      for (int k = 0; k < 100; k++) {
        double value = values[random.nextInt(200)];
        long hash = random.nextLong();
        assertThat(ranks.bin(value, hash)).isEqualTo(profile.bin(i, value, hash));
      }
    }
  }
}
