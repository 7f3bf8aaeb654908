package org.inkstream.model.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AgreementIntervalTest {

  /** Bounds found by a plain walk in steps of a ten millionth, in Python with its lgamma. */
  @Test
  void shouldHoldWhatTheMixtureDoesNotRefute() {
    AgreementInterval found = AgreementInterval.of(970, 30, 0.05);

    assertThat(found.low()).isCloseTo(0.9446817, within(3e-7));
    assertThat(found.high()).isCloseTo(0.9862566, within(3e-7));
  }

  @Test
  void shouldHoldEverythingWithoutEvents() {
    assertThat(AgreementInterval.of(0, 0, 0.05)).isEqualTo(new AgreementInterval(0, 1));
  }

  @Test
  void shouldReachTheEndIfTheyAlwaysAgree() {
    AgreementInterval found = AgreementInterval.of(100, 0, 0.05);

    // With no disagreement the bound is (a / (n + 1))^(1 / n).
    assertThat(found.low()).isCloseTo(Math.pow(0.05 / 101, 0.01), within(1e-12));
    assertThat(found.high()).isEqualTo(1);
  }

  /** Every path of up to 400 events, by the exact chance of each place. */
  @Test
  void shouldEverMissTheTrueShareSeldomerThanPromised() {
    double share = 0.9;
    double[] byAgreed = {1};
    double missed = 0;
    for (int n = 1; n <= 400; n++) {
      double[] next = new double[n + 1];
      for (int agreed = 0; agreed < n; agreed++) {
        next[agreed] += byAgreed[agreed] * (1 - share);
        next[agreed + 1] += byAgreed[agreed] * share;
      }
      for (int agreed = 0; agreed <= n; agreed++) {
        AgreementInterval interval = AgreementInterval.of(agreed, n - agreed, 0.05);
        if (share < interval.low() || share > interval.high()) {
          missed += next[agreed];
          next[agreed] = 0;
        }
      }
      byAgreed = next;
    }
    assertThat(missed).isBetween(0.005, 0.05);
  }
}
