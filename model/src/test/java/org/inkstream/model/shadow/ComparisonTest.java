package org.inkstream.model.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.inkstream.schemas.ClassPair;
import org.inkstream.schemas.ShadowReport;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");
  private static final Instant END = START.plusSeconds(30);

  /** Means and the standard error from Python's statistics module. */
  @Test
  void shouldReportWhatWasCompared() {
    Comparison counts = new Comparison();
    counts.addEvents(7);
    counts.addShed(2);
    counts.addFailed(1);
    counts.addCompared(3, 0.9, 3, 0.95);
    counts.addCompared(3, 0.8, 5, 0.6);
    counts.addCompared(1, 0.7, 5, 0.9);
    counts.addCompared(3, 0.5, 5, 0.75);
    counts.addLabelled(true, true);
    counts.addLabelled(true, false);
    counts.addLabelled(false, true);
    counts.addLabelled(false, true);
    counts.addLabelled(false, false);

    ShadowReport report = ShadowReports.report(counts, "c", "s", START, END);

    assertThat(report.getChampion()).isEqualTo("c");
    assertThat(report.getShadow()).isEqualTo("s");
    assertThat(report.getWindowStart()).isEqualTo(START);
    assertThat(report.getWindowEnd()).isEqualTo(END);
    assertThat(report.getEvents()).isEqualTo(7);
    assertThat(report.getShed()).isEqualTo(2);
    assertThat(report.getFailed()).isEqualTo(1);
    assertThat(report.getCompared()).isEqualTo(4);
    assertThat(report.getAgreed()).isEqualTo(1);
    assertThat(report.getAgreement()).isEqualTo(0.25);
    assertThat(report.getDisagreements())
        .containsExactly(new ClassPair(3, 5, 2L), new ClassPair(1, 5, 1L));
    assertThat(report.getOtherDisagreements()).isZero();
    assertThat(report.getChampionConfidence()).isCloseTo(0.725, within(1e-6));
    assertThat(report.getShadowConfidence()).isCloseTo(0.8, within(1e-6));
    assertThat(report.getConfidenceDifference()).isCloseTo(0.075, within(1e-6));
    assertThat(report.getConfidenceDifferenceError()).isCloseTo(0.1010363, within(1e-6));
    assertThat(report.getLabelled()).isEqualTo(5);
    assertThat(report.getBothRight()).isEqualTo(1);
    assertThat(report.getChampionOnly()).isEqualTo(1);
    assertThat(report.getShadowOnly()).isEqualTo(2);
    assertThat(report.getChampionAccuracy()).isEqualTo(0.4);
    assertThat(report.getShadowAccuracy()).isEqualTo(0.6);
  }

  @Test
  void shouldListTheMostFrequentPairsAndCountTheOthers() {
    Comparison counts = new Comparison();
    for (int pair = 0; pair < 25; pair++) {
      for (int i = 0; i <= pair; i++) {
        counts.addCompared(pair, 1, 100, 1);
      }
    }

    ShadowReport report = ShadowReports.report(counts, "c", "s", START, END);

    assertThat(report.getDisagreements()).hasSize(20);
    assertThat(report.getDisagreements().get(0)).isEqualTo(new ClassPair(24, 100, 25L));
    assertThat(report.getDisagreements().get(19)).isEqualTo(new ClassPair(5, 100, 6L));
    assertThat(report.getOtherDisagreements()).isEqualTo(1 + 2 + 3 + 4 + 5);
  }

  @Test
  void shouldSayNothingOfNothing() {
    ShadowReport report = ShadowReports.report(new Comparison(), "c", "s", START, END);

    assertThat(report.getAgreement()).isZero();
    assertThat(report.getConfidenceDifferenceError()).isZero();
    assertThat(report.getShadowAccuracy()).isZero();
  }

  @Test
  void shouldAddUpToTheSameHoweverItWasDivided() {
    Comparison whole = new Comparison();
    Comparison even = new Comparison();
    Comparison odd = new Comparison();
    for (int i = 0; i < 100; i++) {
      Comparison part = i % 2 == 0 ? even : odd;
      for (Comparison each : new Comparison[] {whole, part}) {
        each.addEvents(1);
        each.addCompared(i % 3, i / 100.0, i % 4, 1 - i / 150.0);
        each.addLabelled(i % 3 == 0, i % 5 == 0);
      }
    }
    Comparison sum = Comparison.of(odd.toAvro("c", "s", 0, 0, 0));
    sum.merge(even);

    assertThat(sum.toAvro("c", "s", 0, 0, 0)).isEqualTo(whole.toAvro("c", "s", 0, 0, 0));
  }
}
