package org.inkstream.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Preprocessing;
import org.inkstream.model.scorer.Scorer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationsTest {

  /** Two images of 3 x 1. */
  private static final ImageSet IMAGES =
      new ImageSet(3, 1, new byte[] {0, 0, 51, (byte) 255, 0, 0}, new int[] {0, 1});

  private static final ImageEncoder ENCODER =
      new ImageEncoder(new Preprocessing(3, 1, Preprocessing.Fit.STRETCH, 1 / 255.0, 0));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,0.5            | line 2 has 2 values, not 3 (number of an image, 2 probabilities) or 5",
        "2,0.5,0.5        | line 2, value 1: '2' is no number from 0 to 1",
        "0.5,0.5,0.5      | line 2, value 1: '0.5' is no whole number",
        "0,1.5,0          | line 2, value 2: '1.5' is no number from 0 to 1",
        "0,NaN,0          | line 2, value 2: 'NaN' is no number from 0 to 1",
        "0,0,,0.5,0.5     | line 2, value 3: '' is no number from 0 to 255",
        "0,0,256,0.5,0.5  | line 2, value 3: '256' is no number from 0 to 255",
        "' '              | there is no row"
      })
  void shouldNameTheLineThatIsWrong(String row, String message) {
    assertThatThrownBy(() -> Expectations.parse(List.of("image,no,yes", row), IMAGES, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void shouldTakeImagesByNumberAndByPixels() {
    Expectations expected =
        Expectations.parse(List.of("0, 0.8, 0.2", "", "0,0,102,0.6,0.4"), IMAGES, 2);

    assertThat(expected.count()).isEqualTo(2);
    assertThat(difference(expected, 1e-4)).isEmpty();
  }

  @Test
  void shouldTellTheFirstRowThatDiffersByMore() {
    Expectations expected =
        Expectations.parse(List.of("0,0.81,0.19", "1,1,0", "0,0,102,0.6,0.8"), IMAGES, 2);

    assertThat(difference(expected, 0.02))
        .hasValue(
            "line 3 (its pixels): output 1 is 0.400000, expected is 0.800000, and the tolerance"
                + " 0.02");
    assertThat(difference(expected, 0.001))
        .hasValueSatisfying(words -> assertThat(words).startsWith("line 1 (image 0)"));
  }

  private static Optional<String> difference(Expectations expected, double tolerance) {
    return expected.firstDifference(new LastPixel(), ENCODER, 3, tolerance);
  }

  /** Takes the last of three pixels for the probability of its second class. */
  private static final class LastPixel implements Scorer {
    @Override
    public int inputSize() {
      return 3;
    }

    @Override
    public int classes() {
      return 2;
    }

    @Override
    public int embeddingSize() {
      return 1;
    }

    @Override
    public int maxBatch() {
      return 1;
    }

    @Override
    public void score(float[] inputs, int count, float[] probabilities) {
      probabilities[0] = 1 - inputs[2];
      probabilities[1] = inputs[2];
    }

    @Override
    public void score(float[] inputs, int count, float[] probabilities, float[] embeddings) {
      score(inputs, count, probabilities);
    }

    @Override
    public void close() {}
  }
}
