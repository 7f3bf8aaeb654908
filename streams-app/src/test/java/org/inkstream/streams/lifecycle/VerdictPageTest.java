package org.inkstream.streams.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.model.shadow.ShadowReports;
import org.inkstream.model.shadow.Verdict;
import org.junit.jupiter.api.Test;

class VerdictPageTest {

  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

  /** Evidence and bounds from Python: see the tests of the model module's shadow. */
  @Test
  void shouldSayThatItCanBePromotedAndHowSureThatIs() {
    assertThat(page(counts(12, 3, 985)).lines())
        .containsExactly(
            "shadow v2 beside champion v1: 2 windows, 2026-11-24T08:00:00Z to"
                + " 2026-11-24T08:01:00Z",
            "  events      1010, of which 1000 compared (99.01 %), 10 shed, 0 failed",
            "  agreement   97.00 % of the compared events; with 95 % confidence between 94.47 % and"
                + " 98.63 %",
            "  labels      of 1000 compared events",
            "  accuracy    shadow 99.70 %, champion 98.80 %; right alone: shadow 12 times,"
                + " champion 3",
            "  difference  +0.90 points; with 95 % confidence between -0.40 and +2.55",
            "  evidence    not worse by more than 0.5 points: 78.29; shadow better: 8.91; champion"
                + " better: 0.10 (20.00 is enough)",
            "Promote: with 98.7227 % confidence it is not worse than the champion by more than 0.5"
                + " points.");
  }

  @Test
  void shouldSayThatItCannot() {
    assertThat(page(counts(3, 30, 967)).answer())
        .startsWith("Do not promote: with 99.9")
        .endsWith(" % confidence the champion is better.");
    assertThat(page(counts(1, 1, 98)).answer())
        .isEqualTo(
            "Not yet: these labels do not show with 95 % confidence that it is not worse by more"
                + " than 0.5 points, nor that the champion is better.");
  }

  /** Evidence of more than 10^16 is a confidence that a double cannot tell from 1. */
  @Test
  void shouldNeverBeSureBeyondDoubt() {
    assertThat(page(counts(400, 0, 600)).answer())
        .isEqualTo(
            "Promote: with over 99.9999 % confidence it is not worse than the champion by more than"
                + " 0.5 points. It is better, with over 99.9999 %.");
    assertThat(page(counts(0, 400, 600)).answer())
        .isEqualTo("Do not promote: with over 99.9999 % confidence the champion is better.");
  }

  @Test
  void shouldSayThatAgreementIsNoProof() {
    assertThat(page(counts(0, 0, 0)).lines())
        .hasSize(5)
        .last()
        .isEqualTo(
            "Not yet: there are no labels, and agreement says nothing on which of both is right.");
  }

  @Test
  void shouldAddUpTheWindowsOfEachChampionAndCountNoneTwice() {
    Comparisons comparisons = new Comparisons("v2");
    for (String champion : new String[] {"v1", "v1", "v0"}) {
      comparisons.add(
          ShadowReports.report(counts(1, 2, 3), champion, "v2", START, START.plusSeconds(30)));
    }
    comparisons.add(
        ShadowReports.report(
            counts(1, 2, 3), "v1", "v2", START.plusSeconds(30), START.plusSeconds(60)));
    comparisons.add(
        ShadowReports.report(counts(1, 2, 3), "v1", "v3", START, START.plusSeconds(90)));

    Comparisons.Pair pair = comparisons.beside("v1").orElseThrow();

    assertThat(pair.windows()).isEqualTo(2);
    assertThat(pair.counts().championOnly()).isEqualTo(4);
    assertThat(pair.end()).isEqualTo(START.plusSeconds(60));
    assertThat(comparisons.newestChampion()).contains("v1");
    assertThat(comparisons.beside("v3")).isEmpty();
  }

  private static VerdictPage page(Comparison counts) {
    Comparisons.Pair pair = new Comparisons.Pair("v1", 2, START, START.plusSeconds(60), counts);
    return new VerdictPage("v2", pair, Verdict.of(counts, 0.005, 0.95), 0.5, 0.95);
  }

  private static Comparison counts(int shadowOnly, int championOnly, int bothRight) {
    Comparison counts = new Comparison();
    counts.addEvents(1010);
    counts.addShed(10);
    for (int i = 0; i < 1000; i++) {
      counts.addCompared(0, 1, i < 970 ? 0 : 1, 1);
    }
    for (int i = 0; i < shadowOnly + championOnly + bothRight; i++) {
      counts.addLabelled(i >= shadowOnly, i < shadowOnly || i >= shadowOnly + championOnly);
    }
    return counts;
  }
}
