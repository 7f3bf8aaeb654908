package org.inkstream.model.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.inkstream.model.shadow.Verdict.Answer;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final double MARGIN = 0.005;

  @Test
  void shouldPromoteWhatIsNotWorseByMoreThanTheMargin() {
    Verdict verdict = Verdict.of(labelled(12, 3, 985), MARGIN, 0.95);

    assertThat(verdict.answer()).isEqualTo(Answer.PROMOTE);
    // The products in exact fractions, in Python.
    assertThat(verdict.logNotWorse()).isCloseTo(4.36046962444093, within(1e-9));
    assertThat(verdict.isShadowBetter()).isFalse();
    assertThat(verdict.difference()).isEqualTo(0.009);
    assertThat(verdict.low()).isLessThan(0.009);
    assertThat(verdict.high()).isGreaterThan(0.009);
  }

  @Test
  void shouldWaitWithFewLabels() {
    assertThat(Verdict.of(labelled(3, 1, 96), MARGIN, 0.95).answer()).isEqualTo(Answer.NOT_YET);
  }

  @Test
  void shouldAskForMoreWhereMoreConfidenceIsWanted() {
    assertThat(Verdict.of(labelled(12, 3, 985), MARGIN, 0.999).answer()).isEqualTo(Answer.NOT_YET);
  }

  @Test
  void shouldNotPromoteWhatIsWorse() {
    Verdict verdict = Verdict.of(labelled(3, 30, 967), MARGIN, 0.95);

    assertThat(verdict.answer()).isEqualTo(Answer.DO_NOT);
    assertThat(verdict.isChampionBetter()).isTrue();
    assertThat(verdict.high()).isNegative();
  }

  @Test
  void shouldPromoteWhatIsWorseByLessThanTheMargin() {
    Verdict verdict = Verdict.of(labelled(100, 160, 99_740), MARGIN, 0.95);

    assertThat(verdict.isChampionBetter()).isTrue();
    assertThat(verdict.answer()).isEqualTo(Answer.PROMOTE);
  }

  @Test
  void shouldSayOfAgreementOnlyWhereThereAreNoLabels() {
    Comparison counts = new Comparison();
    for (int i = 0; i < 1000; i++) {
      counts.addEvents(1);
      counts.addCompared(0, 1, i < 970 ? 0 : 1, 1);
    }

    Verdict verdict = Verdict.of(counts, MARGIN, 0.95);

    assertThat(verdict.answer()).isEqualTo(Answer.NOT_YET);
    assertThat(verdict.agreement()).isEqualTo(0.97);
    assertThat(verdict.agreementLow()).isBetween(0.9, 0.97);
    assertThat(verdict.agreementHigh()).isBetween(0.97, 1.0);
    assertThat(verdict.low()).isCloseTo(-1, within(1e-9));
  }

  private static Comparison labelled(int shadowOnly, int championOnly, int alike) {
    Comparison counts = new Comparison();
    for (int i = 0; i < shadowOnly + championOnly + alike; i++) {
      counts.addEvents(1);
      counts.addLabelled(i >= shadowOnly, i < shadowOnly || i >= shadowOnly + championOnly);
    }
    return counts;
  }
}
