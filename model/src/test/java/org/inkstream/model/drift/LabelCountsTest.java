package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class LabelCountsTest {

  private static LabelCounts merged(LabelCounts... parts) {
    LabelCounts sum = new LabelCounts();
    for (LabelCounts part : parts) {
      sum.merge(part);
    }
    return sum;
  }

  /** Counts of up to 20 events: mostly ranked in 16 bins, some not ranked, a few in 5 bins. */
  @Provide
  Arbitrary<LabelCounts> counts() {
    Arbitrary<Integer> kinds =
        Arbitraries.frequency(Tuple.of(8, 16), Tuple.of(3, 0), Tuple.of(1, 5));
    return Arbitraries.integers()
        .between(0, 20)
        .flatMap(
            size ->
                kinds.flatMap(
                    bins -> Arbitraries.randomValue(random -> counts(random, size, bins))));
  }

  private static LabelCounts counts(Random random, int events, int bins) {
    LabelCounts counts = new LabelCounts();
    for (int i = 0; i < events; i++) {
      counts.add(
          random.nextInt(3),
          random.nextInt(3),
          random.nextDouble() * 70,
          random.nextDouble() * 2,
          random.nextDouble());
      if (bins > 0) {
        counts.addLossBin(random.nextInt(bins), bins);
        counts.addSet(random.nextBoolean());
      }
    }
    return counts;
  }

  @Property(tries = 1000, seed = "3")
  void shouldMergeInAnyGrouping(
      @ForAll("counts") LabelCounts a,
      @ForAll("counts") LabelCounts b,
      @ForAll("counts") LabelCounts c) {
    assertThat(merged(merged(a, b), c)).isEqualTo(merged(a, merged(b, c)));
    assertThat(merged(merged(a, b), c).toBytes()).isEqualTo(merged(a, merged(b, c)).toBytes());
  }

  @Property(tries = 1000, seed = "4")
  void shouldMergeInAnyOrder(@ForAll("counts") LabelCounts a, @ForAll("counts") LabelCounts b) {
    assertThat(merged(a, b)).isEqualTo(merged(b, a));
  }

  @Property(tries = 200, seed = "5")
  void shouldNotChangeByMergingNothing(@ForAll("counts") LabelCounts a) {
    assertThat(merged(a, new LabelCounts())).isEqualTo(a);
    assertThat(merged(new LabelCounts(), a)).isEqualTo(a);
  }

  @Test
  void shouldReadWhatWasWrittenBeforeThereWereSets() {
    LabelCounts counts = new LabelCounts();
    counts.add(0, 0, 0.5, 0.5, 0.5);
    byte[] before = counts.toBytes();
    counts.addSet(true);
    counts.addSet(false);

    assertThat(LabelCounts.of(before).sets()).isZero();
    assertThat(counts.toBytes()).hasSize(before.length + 2).startsWith(before);
    assertThat(LabelCounts.of(counts.toBytes()).sets()).isEqualTo(2);
    assertThat(LabelCounts.of(counts.toBytes()).covered()).isOne();
  }

  @Property(tries = 500, seed = "6")
  void shouldReadWhatItWrote(@ForAll("counts") LabelCounts a, @ForAll("counts") LabelCounts b) {
    assertThat(LabelCounts.of(a.toBytes())).isEqualTo(a);
    assertThat(LabelCounts.of(merged(a, b).toBytes())).isEqualTo(merged(a, b));
  }

  @Property(tries = 2000, seed = "7")
  void shouldRefuseDamagedBytesOrReadOthers(
      @ForAll("counts") LabelCounts a, @ForAll Random random) {
    byte[] bytes = merged(a, counts(random, 1, 16)).toBytes();
    byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 10));
    for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    LabelCounts read;
    try {
      read = LabelCounts.of(damaged);
    } catch (IllegalArgumentException e) {
      return;
    }
    assertThat(LabelCounts.of(read.toBytes())).isEqualTo(read);
  }

  @Test
  void shouldRefuseMoreBinsThanThereAreBytesFor() {
    // All totals and no ranks in several numbers of bins; then how many bins there are.
    byte[] bytes = new byte[50 + 9];
    Arrays.fill(bytes, 50, bytes.length - 1, (byte) 0xff);
    bytes[bytes.length - 1] = 0x7f;

    assertThatThrownBy(() -> LabelCounts.of(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a length of");
  }

  @Test
  void shouldRefuseWhatIsNoNumber() {
    LabelCounts counts = new LabelCounts();

    assertThatThrownBy(() -> counts.add(0, 0, Double.NaN, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> counts.add(0, 0, 0, 0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> counts.addLossBin(16, 16))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(counts).isEqualTo(new LabelCounts());
  }

  @Test
  void shouldBeNoBytesWithoutEvents() {
    assertThat(new LabelCounts().toBytes()).isEmpty();
    assertThat(LabelCounts.of(new byte[0])).isEqualTo(new LabelCounts());
  }

  /** Expected numbers worked out by hand. */
  @Test
  void shouldAddUpErrorsLossesAndScores() {
    LabelCounts counts = new LabelCounts();

    // Probabilities (0.75, 0.25), then (0.5, 0.5), then (0.25, 0.75); a class that there is not.
    counts.add(0, 0, Math.log(4 / 3.0), 0.125, 0.75);
    counts.add(0, 1, Math.log(2), 0.5, 0.5);
    counts.add(1, 0, Math.log(4), 1.125, 0.75);
    counts.add(1, 7, Double.POSITIVE_INFINITY, 1.625, 0.75);
    counts.addLossBin(0, 4);
    counts.addLossBin(3, 4);
    counts.addLossBin(3, 4);

    assertThat(counts.labelled()).isEqualTo(4);
    assertThat(counts.errors()).isEqualTo(3);
    assertThat(counts.accuracy()).isEqualTo(0.25);
    // ln(4/3 · 2 · 4) / 4 + 64 / 4, by Python.
    assertThat(counts.crossEntropy()).isCloseTo(16.591780, within(1e-6));
    assertThat(counts.brier()).isEqualTo(0.84375);
    // One bin with 3 events, confidence 0.75, one right; one with 1, confidence 0.5, none right.
    assertThat(counts.ece()).isCloseTo((3 * (0.75 - 1 / 3.0) + 0.5) / 4, within(1e-12));
    assertThat(counts.lossBins()).containsExactly(1, 0, 0, 2);
  }

  @Test
  void shouldPutAConfidenceOnABoundaryIntoTheBinBelow() {
    // 0.2 is the upper end of the third bin of fifteen. Were the two in one bin, right and wrong
    // would cancel: |0.2 + 0.21 - 1| / 2.
    LabelCounts counts = new LabelCounts();
    counts.add(0, 0, 1, 1, 0.2);
    counts.add(0, 1, 1, 1, 0.21);

    assertThat(counts.ece()).isCloseTo((0.8 + 0.21) / 2, within(1e-6));
  }

  @Test
  void shouldGiveUpRanksInDifferentNumbersOfBins() {
    LabelCounts sixteen = new LabelCounts();
    sixteen.add(0, 0, 1, 1, 1);
    sixteen.addLossBin(2, 16);
    LabelCounts five = new LabelCounts();
    five.add(0, 1, 1, 1, 1);
    five.addLossBin(2, 5);

    LabelCounts both = merged(sixteen, five);

    assertThat(both.lossBins()).isEmpty();
    assertThat(both.labelled()).isEqualTo(2);
    assertThat(merged(both, sixteen).lossBins()).isEmpty();
  }
}
