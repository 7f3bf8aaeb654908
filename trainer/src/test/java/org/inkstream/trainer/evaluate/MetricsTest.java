package org.inkstream.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {

  /** Two right, two wrong. */
  private static final Predictions MIXED =
      new Predictions(
          3,
          new float[] {
            .7f, .2f, .1f, //
            .1f, .8f, .1f, //
            .3f, .3f, .4f, //
            .25f, .5f, .25f
          },
          new int[] {0, 1, 0, 2});

  private static final Predictions PERFECT =
      new Predictions(2, new float[] {1, 0, 0, 1}, new int[] {0, 1});

  @Test
  void shouldCountWhatIsRight() {
    assertThat(Metrics.accuracy(MIXED)).isEqualTo(0.5);
    assertThat(Metrics.accuracy(PERFECT)).isEqualTo(1);
  }

  @Test
  void shouldAverageTheSurpriseAtTheTruth() {
    // (ln 0.7 + ln 0.8 + ln 0.3 + ln 0.25) / -4
    assertThat(Metrics.crossEntropy(MIXED)).isCloseTo(0.7925214151746922, within(1e-6));
    assertThat(Metrics.crossEntropy(PERFECT)).isZero();
  }

  @Test
  void shouldStayFiniteWhereTheTruthHasProbabilityZero() {
    Predictions wrong = new Predictions(2, new float[] {1, 0}, new int[] {1});

    assertThat(Metrics.crossEntropy(wrong)).isCloseTo(12 * Math.log(10), within(1e-9));
  }

  @Test
  void shouldAverageSquaredDistanceFromTheTruth() {
    // 0.14, 0.06, 0.74 and 0.875 over 4
    assertThat(Metrics.brier(MIXED)).isCloseTo(0.45375, within(1e-6));
    assertThat(Metrics.brier(PERFECT)).isZero();
  }

  @Test
  void shouldCountTruthsInRowsAndPredictionsInColumns() {
    assertThat(Metrics.confusion(MIXED))
        .isDeepEqualTo(new int[][] {{1, 0, 1}, {0, 1, 0}, {0, 1, 0}});
  }

  @Test
  void shouldChooseTheFirstOfEquallyProbableClasses() {
    Predictions tie = new Predictions(3, new float[] {.2f, .4f, .4f}, new int[] {1});

    assertThat(tie.predicted(0)).isEqualTo(1);
  }

  @Test
  void shouldAverageTheGapBetweenConfidenceAndAccuracy() {
    // Each image has a bin of its own: |0.7 - 1|, |0.8 - 1|, |0.4 - 0| and |0.5 - 0| over 4.
    assertThat(Metrics.expectedCalibrationError(MIXED)).isCloseTo(0.35, within(1e-6));
  }

  @Test
  void shouldLetRightAndWrongOfOneBinCancel() {
    // Four images of confidence 0.75, three of them right.
    Predictions calibrated =
        new Predictions(
            2,
            new float[] {.75f, .25f, .75f, .25f, .75f, .25f, .75f, .25f},
            new int[] {0, 0, 0, 1});

    assertThat(Metrics.expectedCalibrationError(calibrated)).isZero();
    List<ReliabilityBin> filled =
        Metrics.reliability(calibrated).stream().filter(bin -> bin.count() > 0).toList();
    assertThat(filled)
        .singleElement()
        .isEqualTo(new ReliabilityBin(11.0 / 15, 12.0 / 15, 4, 0.75, 0.75));
  }

  @Test
  void shouldPutCertaintyIntoTheHighestBin() {
    List<ReliabilityBin> bins = Metrics.reliability(PERFECT);

    assertThat(bins).hasSize(15);
    assertThat(bins.get(14)).isEqualTo(new ReliabilityBin(14.0 / 15, 1, 2, 1, 1));
  }

  @Test
  void shouldMeasureEverythingAtOnce() {
    Evaluation evaluation = Evaluation.of(MIXED);

    assertThat(evaluation.images()).isEqualTo(4);
    assertThat(evaluation.metrics().keySet())
        .containsExactly("accuracy", "crossEntropy", "brier", "ece");
    assertThat(evaluation.metrics()).containsEntry("accuracy", 0.5);
    assertThat(evaluation.confusion()[0]).containsExactly(1, 0, 1);
  }

  @Test
  void shouldRefusePredictionsThatDoNotFitTheirLabels() {
    assertThatThrownBy(() -> new Predictions(3, new float[5], new int[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("5 probabilities for 2 images of 3 classes");
    assertThatThrownBy(() -> new Predictions(2, new float[2], new int[] {2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label 2 of 2 classes");
  }
}
