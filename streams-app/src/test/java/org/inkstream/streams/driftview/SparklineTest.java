package org.inkstream.streams.driftview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparklineTest {

  @Test
  void shouldRiseFromNoEvidenceToTheThreshold() {
    double[] evidence = {-300, 0, 1, 2, 3, 4, 5, 6, 6.999, 7, 400, Double.POSITIVE_INFINITY};

    assertThat(Sparkline.BLOCKS.of(evidence, 7, 12)).isEqualTo("▁▁▂▃▄▅▆▇▇███");
    assertThat(Sparkline.ASCII.of(evidence, 7, 12)).isEqualTo("..:-=+*##@@@");
  }

  @Test
  void shouldHaveTheNewestOnTheRight() {
    assertThat(Sparkline.ASCII.of(new double[] {7, 0}, 7, 5)).isEqualTo("   @.");
    assertThat(Sparkline.ASCII.of(new double[] {7, 7, 0, 0}, 7, 3)).isEqualTo("@..");
  }

  @Test
  void shouldLeaveAGapWhereThereIsNoNumber() {
    assertThat(Sparkline.BLOCKS.of(new double[] {0, Double.NaN, 7}, 7, 3)).isEqualTo("▁ █");
  }

  @Test
  void shouldStandWithoutAThreshold() {
    assertThat(Sparkline.ASCII.of(new double[] {-1, 0, 1}, 0, 3)).isEqualTo(".@@");
  }
}
