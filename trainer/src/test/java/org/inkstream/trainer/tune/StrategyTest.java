package org.inkstream.trainer.tune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StrategyTest {

  @Test
  void shouldHalveAsPublished() {
    // Li et al. 2018, "Hyperband", table 1, s = 4: 81 of 1, 27 of 3, 9 of 9, 3 of 27; and one of
    // all 81, which is the training after the search.
    assertThat(Strategy.HALVING.rungs(81, 3, 81_000))
        .containsExactly(
            new Rung(1, 81, 1_000),
            new Rung(2, 27, 3_000),
            new Rung(3, 9, 9_000),
            new Rung(4, 3, 27_000));
  }

  @Test
  void shouldNotTrainOnTooFewImages() {
    assertThat(Strategy.HALVING.rungs(9, 3, 1_800))
        .containsExactly(new Rung(1, 9, 500), new Rung(2, 3, 600));
    assertThat(Strategy.HALVING.rungs(9, 3, 300)).containsExactly(new Rung(1, 9, 300));
  }

  @Test
  void shouldRoundDownHowManyGoOn() {
    assertThat(Strategy.HALVING.rungs(10, 4, 16_000))
        .containsExactly(new Rung(1, 10, 1_000), new Rung(2, 2, 4_000));
    assertThat(Strategy.HALVING.rungs(2, 3, 9_000)).containsExactly(new Rung(1, 2, 3_000));
  }

  @Test
  void shouldTryAllOnAllImagesAtRandom() {
    assertThat(Strategy.RANDOM.rungs(7, 3, 9_000)).containsExactly(new Rung(1, 7, 9_000));
  }
}
