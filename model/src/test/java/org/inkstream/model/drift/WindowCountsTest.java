package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.Wire;
import org.junit.jupiter.api.Test;

class WindowCountsTest {

  private static final ReferenceProfile PROFILE = Examples.of(1, 200);
  private static final ReferenceProfile OTHER = Examples.of(2, 200);

  private static WindowCounts merged(WindowCounts... parts) {
    WindowCounts sum = new WindowCounts();
    for (WindowCounts part : parts) {
      sum.merge(part);
    }
    return sum;
  }

  private static DriftCounts avro(WindowCounts counts) {
    return counts.toAvro("v1", Instant.ofEpochMilli(30_000), 3, Instant.ofEpochMilli(31_000));
  }

  /** Counts of up to 20 events: mostly of one profile, some without, a few of another. */
  @Provide
  Arbitrary<WindowCounts> counts() {
    Arbitrary<Integer> kinds =
        Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(3, 1), Tuple.of(1, 2));
    return Arbitraries.integers()
        .between(0, 20)
        .flatMap(
            size ->
                kinds.flatMap(
                    kind -> Arbitraries.randomValue(random -> counts(random, size, kind))));
  }

  private static WindowCounts counts(Random random, int events, int kind) {
    WindowCounts counts = new WindowCounts();
    for (int i = 0; i < events; i++) {
      Observation observation = Examples.observation(random);
      switch (kind) {
        case 0 -> counts.add(observation, PROFILE);
        case 1 -> counts.add(observation);
        default -> counts.add(observation, OTHER);
      }
    }
    return counts;
  }

  @Property(tries = 1000, seed = "3")
  void shouldMergeInAnyGrouping(
      @ForAll("counts") WindowCounts a,
      @ForAll("counts") WindowCounts b,
      @ForAll("counts") WindowCounts c) {
    assertThat(merged(merged(a, b), c)).isEqualTo(merged(a, merged(b, c)));
    assertThat(avro(merged(merged(a, b), c))).isEqualTo(avro(merged(a, merged(b, c))));
  }

  @Property(tries = 1000, seed = "4")
  void shouldMergeInAnyOrder(@ForAll("counts") WindowCounts a, @ForAll("counts") WindowCounts b) {
    assertThat(merged(a, b)).isEqualTo(merged(b, a));
  }

  @Property(tries = 200, seed = "5")
  void shouldNotChangeByMergingNothing(@ForAll("counts") WindowCounts a) {
    assertThat(merged(a, new WindowCounts())).isEqualTo(a);
    assertThat(merged(new WindowCounts(), a)).isEqualTo(a);
  }

  @Property(tries = 200, seed = "6")
  void shouldReadWhatItWrote(@ForAll("counts") WindowCounts a) throws Exception {
    Wire<DriftCounts> wire = Wire.of(DriftCounts.class);

    assertThat(WindowCounts.of(wire.decode(wire.encode(avro(a))))).isEqualTo(a);
  }

  @Test
  void shouldCountTheSameHoweverEventsAreDivided() {
    Random random = new Random(8);
    List<Observation> events = new ArrayList<>();
    WindowCounts whole = new WindowCounts();
    for (int i = 0; i < 1000; i++) {
      events.add(Examples.observation(random));
      whole.add(events.get(i), PROFILE);
    }
    for (int parts : new int[] {1, 4, 16}) {
      Collections.shuffle(events, random);
      WindowCounts[] counts = new WindowCounts[parts];
      for (int i = 0; i < events.size(); i++) {
        int part = random.nextInt(parts);
        counts[part] = counts[part] == null ? new WindowCounts() : counts[part];
        counts[part].add(events.get(i), PROFILE);
      }
      assertThat(merged(counts)).isEqualTo(whole);
    }
  }

  @Test
  void shouldCountEventsClassesBinsAndSums() {
    ReferenceProfile profile = Examples.ofInk(1, 2, 3, 4, 5, 6, 7);
    WindowCounts counts = new WindowCounts();

    counts.add(new Observation(0.5, new float[] {0, 1, 0}), profile);
    counts.add(new Observation(2.0, new float[] {0, 1, 0}), profile);
    counts.add(new Observation(6.5, new float[] {1, 0, 0}), profile);

    assertThat(counts.events()).isEqualTo(3);
    assertThat(counts.classes()).isEqualTo(2);
    assertThat(counts.ofClass(0)).isEqualTo(1);
    assertThat(counts.ofClass(1)).isEqualTo(2);
    assertThat(counts.ofClass(2)).isZero();
    // Edges 1 … 6: the largest value, 7, is none.
    assertThat(counts.bins(0)).containsExactly(1, 1, 0, 0, 0, 0, 1);
    assertThat(counts.mean(0)).isEqualTo(3);
    assertThat(avro(counts).getStatistics().get(0).getSum()).isEqualTo(9 << 20);
  }

  @Test
  void shouldKeepTheMeanToAMillionth() {
    Random random = new Random(9);
    WindowCounts counts = new WindowCounts();
    double sum = 0;
    for (int i = 0; i < 1000; i++) {
      Observation observation = Examples.observation(random);
      sum += observation.meanInk();
      counts.add(observation, PROFILE);
    }
    assertThat(counts.mean(0)).isCloseTo(sum / 1000, within(0x1p-21));
  }

  @Test
  void shouldPutWhatIsNotANumberIntoNoBinAndLimitTheInfinite() {
    WindowCounts counts = new WindowCounts();
    counts.add(Examples.ink(Double.NaN), PROFILE);
    counts.add(Examples.ink(Double.POSITIVE_INFINITY), PROFILE);
    counts.add(Examples.ink(Double.NEGATIVE_INFINITY), PROFILE);
    counts.add(Examples.ink(1.5), PROFILE);

    long[] bins = counts.bins(0);
    assertThat(counts.events()).isEqualTo(4);
    assertThat(bins[0]).isEqualTo(1);
    assertThat(bins[15]).isEqualTo(2);
    assertThat(counts.mean(0)).isEqualTo(0.5);
    assertThat(counts.bins(1)[0]).isEqualTo(4);
  }

  @Test
  void shouldCountOnWithoutStatisticsWhenProfilesAreMixed() {
    WindowCounts counts = new WindowCounts();
    counts.add(Examples.ink(0.5), PROFILE);
    counts.add(Examples.ink(0.5), OTHER);
    counts.add(Examples.ink(0.5), PROFILE);

    assertThat(counts.events()).isEqualTo(3);
    assertThat(counts.ofClass(0)).isEqualTo(3);
    assertThat(counts.countedWith(PROFILE)).isFalse();
    assertThat(counts.countedWith(OTHER)).isFalse();
    assertThat(avro(counts).getProfile()).isEqualTo("*");
    assertThat(avro(counts).getStatistics()).isEmpty();
  }

  @Test
  void shouldAddTheStatisticsOfThoseEventsThatHaveThem() {
    WindowCounts counts = new WindowCounts();
    counts.add(Examples.ink(0.5));
    counts.add(Examples.ink(0.5), PROFILE);

    assertThat(counts.events()).isEqualTo(2);
    assertThat(counts.countedWith(PROFILE)).isTrue();
    assertThat(counts.mean(0)).isEqualTo(0.5);
  }
}
