package org.inkstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.inkstream.model.scorer.Scorer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibratedScorerTest {

  private static final double[][] LOGITS = {{2, 1, -1}, {0.5, 0.5, 0.5}, {-30, 4, 4.5}};

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 3.7})
  void shouldBeTheSoftmaxOfTheLogitsDividedByTheTemperature(double temperature) {
    float[] found = score(temperature);

    for (int row = 0; row < LOGITS.length; row++) {
      double[] expected = softmax(LOGITS[row], temperature);
      for (int c = 0; c < 3; c++) {
        assertThat((double) found[row * 3 + c]).isCloseTo(expected[c], within(1e-6));
      }
    }
  }

  @Test
  void shouldHalveTheLogOddsAtTemperatureTwo() {
    // ln(p0 / p1) is 1 before and 1/2 after: by hand from the first row.
    float[] found = score(2);

    assertThat(Math.log(found[0] / found[1])).isCloseTo(0.5, within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-3, 0.05, 20, 1e9})
  void shouldStillBeProbabilitiesAtAnyTemperature(double temperature) {
    float[] found = score(temperature);

    for (int row = 0; row < LOGITS.length; row++) {
      assertThat(found[row * 3] + found[row * 3 + 1] + found[row * 3 + 2])
          .isCloseTo(1, within(1e-5f));
    }
    assertThat(found[8]).as("the decision of the last row").isGreaterThanOrEqualTo(found[7]);
  }

  @Test
  void shouldLeaveAloneWhatIsPastTheBatch() {
    float[] probabilities = {0.5f, 0.25f, 0.25f, 7, 7, 7};

    CalibratedScorer.of(new Fixed(3), 2).score(new float[1], 1, probabilities);

    assertThat(probabilities[3]).isEqualTo(7);
  }

  @Test
  void shouldCloseTheScorerInside() {
    Fixed inside = new Fixed(3);

    CalibratedScorer.of(inside, 2).close();

    assertThat(inside.closed).isTrue();
  }

  private static float[] score(double temperature) {
    float[] found = new float[9];
    CalibratedScorer.of(new Fixed(3), temperature).score(new float[3], 3, found);
    return found;
  }

  private static double[] softmax(double[] logits, double temperature) {
    double[] e = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < e.length; i++) {
      e[i] = Math.exp(logits[i] / temperature);
      sum += e[i];
    }
    for (int i = 0; i < e.length; i++) {
      e[i] /= sum;
    }
    return e;
  }

  /** Gives the rows of {@link #LOGITS} as probabilities. */
  private static final class Fixed implements Scorer {
    private final int maxBatch;
    private boolean closed;

    Fixed(int maxBatch) {
      this.maxBatch = maxBatch;
    }

    @Override
    public int inputSize() {
      return 1;
    }

    @Override
    public int classes() {
      return 3;
    }

    @Override
    public int maxBatch() {
      return maxBatch;
    }

    @Override
    public int embeddingSize() {
      return 0;
    }

    @Override
    public void score(float[] inputs, int count, float[] probabilities, float[] embeddings) {
      for (int row = 0; row < count; row++) {
        double[] p = softmax(LOGITS[row], 1);
        for (int c = 0; c < 3; c++) {
          probabilities[row * 3 + c] = (float) p[c];
        }
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
