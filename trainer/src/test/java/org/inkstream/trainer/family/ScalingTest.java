package org.inkstream.trainer.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingTest {

  /** Two images of two pixels: 0 and 51, 102 and 51, which is 0, 0.2, 0.4 and 0.2. */
  private static final ImageSet IMAGES =
      new ImageSet(2, 1, new byte[] {0, 51, 102, 51}, new int[] {0, 1});

  @ParameterizedTest
  @CsvSource({
    "NONE, 102, 255",
    "SCALE, 0.4, 1",
    "CENTRE, -0.2, 1",
    // Means 0.2 and 0.2.
    "MEAN_IMAGE, 0.2, 0.8",
    // Variances 0.04 and 0, and 0.01 added: deviations 0.2236068 and 0.1.
    "STANDARDISE, 0.8944272, 8"
  })
  void shouldMakeNumbersOfGreyValues(Scaling scaling, float first, float second) {
    ImageEncoder encoder = new ImageEncoder(scaling.of(IMAGES));
    byte[] image = {102, (byte) 255};
    float[] input = new float[2];
    encoder.encode(image, 2, 1, input, 0);
    assertThat(input).containsExactly(new float[] {first, second}, within(1e-5f));

    float[] changed = new float[2];
    new ImageEncoder(encoder.preprocessing().ink()).encode(image, 2, 1, changed, 0);
    encoder.encodeInk(changed, 0);
    assertThat(changed).as("by way of ink").containsExactly(input, within(1e-5f));
  }
}
