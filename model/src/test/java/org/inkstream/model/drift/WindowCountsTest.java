package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.Wire;
import org.junit.jupiter.api.Test;

class WindowCountsTest {

  private static final ReferenceProfile PROFILE = Examples.profile(4, 100);
  private static final ReferenceProfile OTHER = Examples.profile(5, 7);
  private static final ScoredRows ROWS = Examples.rows(6, 40);

  private static WindowCounts counts(int from, int to) {
    return Examples.counts(PROFILE, ROWS, from, to);
  }

  private static WindowCounts copy(WindowCounts counts) {
    return WindowCounts.of(avro(counts));
  }

  private static DriftCounts avro(WindowCounts counts) {
    return counts.toAvro("v", Instant.EPOCH, 0, Instant.EPOCH);
  }

  private static StatisticSums sums(WindowCounts counts) {
    return counts.sums(PROFILE).orElseThrow();
  }

  @Test
  void shouldAddUpEventsClassesAndStatistics() {
    WindowCounts counts = counts(0, 40);

    assertThat(counts.events()).isEqualTo(40);
    StatisticSums sums = sums(counts);
    assertThat(sums.events()).isEqualTo(40);
    FeatureExtractor extractor = PROFILE.featureMap().extractor();
    long[] classes = new long[3];
    for (int i = 0; i < PROFILE.featureMap().size(); i++) {
      long[] bins = new long[PROFILE.bins(i)];
      double[] values = new double[40];
      for (int row = 0; row < 40; row++) {
        values[row] = extractor.extract(ROWS, row)[i];
        bins[PROFILE.bin(i, values[row], Examples.hash(ROWS, row))]++;
      }
      assertThat(sums.bins(i)).isEqualTo(bins);
      assertThat(sums.mean(i))
          .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(0x1p-21));
      assertThat(sums.least(i)).isEqualTo(Arrays.stream(values).min().orElseThrow());
      assertThat(sums.largest(i)).isEqualTo(Arrays.stream(values).max().orElseThrow());
    }
    float[] features = new float[RandomFeatures.COUNT];
    double confidence = 0;
    double squared = 0;
    int confident = 0;
    for (int row = 0; row < 40; row++) {
      classes[ROWS.predicted(row)]++;
      double certain = ROWS.probabilities()[3 * row + ROWS.predicted(row)];
      confidence += certain;
      squared += certain * certain;
      confident += certain >= PROFILE.answers().threshold() ? 1 : 0;
      extractor.extract(ROWS, row);
      extractor.addRandomFeatures(features);
    }
    for (int label = 0; label < 3; label++) {
      assertThat(counts.ofClass(label)).isEqualTo(classes[label]);
    }
    assertThat(counts.ofClass(17)).isZero();
    for (int j = 0; j < features.length; j++) {
      assertThat(sums.features()[j]).isEqualTo((long) features[j]);
    }
    assertThat(sums.confidence()).isCloseTo(confidence, within(40 * 0x1p-21));
    assertThat(sums.confidenceSquared()).isCloseTo(squared, within(40 * 0x1p-21));
    assertThat(sums.confident()).isEqualTo(confident);
  }

  @Provide
  Arbitrary<WindowCounts> some() {
    return Arbitraries.longs()
        .map(
            seed -> {
              Random random = new Random(seed);
              WindowCounts counts = new WindowCounts();
              for (int part = random.nextInt(3); part > 0; part--) {
                int from = random.nextInt(40);
                int to = Math.min(40, from + random.nextInt(4));
                switch (random.nextInt(8)) {
                  case 0 -> counts.merge(Examples.counts(OTHER, ROWS, from, to));
                  case 1, 2 -> counts.add(random.nextInt(5));
                  default -> counts.merge(counts(from, to));
                }
              }
              return counts;
            });
  }

  private static WindowCounts sum(WindowCounts one, WindowCounts other) {
    WindowCounts sum = copy(one);
    sum.merge(other);
    return sum;
  }

  @Property(tries = 120, seed = "1")
  void shouldMergeInAnyOrderAndGrouping(
      @ForAll("some") WindowCounts a,
      @ForAll("some") WindowCounts b,
      @ForAll("some") WindowCounts c) {
    assertThat(sum(a, b)).isEqualTo(sum(b, a));
    assertThat(avro(sum(a, b))).isEqualTo(avro(sum(b, a)));
    assertThat(sum(sum(a, b), c)).isEqualTo(sum(a, sum(b, c)));
    assertThat(sum(a, new WindowCounts())).isEqualTo(a);
    assertThat(sum(new WindowCounts(), a)).isEqualTo(a).hasSameHashCodeAs(a);
  }

  @Property(tries = 80, seed = "2")
  void shouldComeBackFromAMessage(@ForAll("some") WindowCounts counts) throws Exception {
    DriftCounts message = counts.toAvro("v7", Instant.ofEpochMilli(5), 3, Instant.ofEpochMilli(9));

    Wire<DriftCounts> wire = Wire.of(DriftCounts.class);
    DriftCounts received = wire.decode(wire.encode(message));

    assertThat(WindowCounts.of(received)).isEqualTo(counts);
    assertThat(received.getVersion()).isEqualTo("v7");
    assertThat(received.getWindowStart()).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(received.getSourcePartition()).isEqualTo(3);
    assertThat(received.getWatermark()).isEqualTo(Instant.ofEpochMilli(9));
  }

  @Test
  void shouldGiveTheSameBytesHoweverEventsAreDivided() {
    byte[] whole = bytes(counts(0, 40));
    List<Integer> order = IntStream.range(0, 40).boxed().collect(Collectors.toList());
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      Collections.shuffle(order, random);
      WindowCounts[] parts = new WindowCounts[1 + random.nextInt(5)];
      Arrays.setAll(parts, i -> new WindowCounts());
      for (int i : order) {
        parts[random.nextInt(parts.length)].merge(counts(i, i + 1));
      }
      WindowCounts total = new WindowCounts();
      for (WindowCounts part : parts) {
        total.merge(copy(part));
      }

      assertThat(bytes(total)).isEqualTo(whole);
    }
  }

  private static byte[] bytes(WindowCounts counts) {
    ByteBuffer buffer = avro(counts).getSums().duplicate();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  @Test
  void shouldLeaveTheOtherAsItIs() {
    WindowCounts one = counts(0, 3);
    WindowCounts other = counts(3, 9);

    one.merge(other);
    one.merge(other);
    one.add(2);

    assertThat(other).isEqualTo(counts(3, 9));
  }

  @Test
  void shouldGoOnCountingAfterAMerge() {
    WindowCounts counts = counts(0, 3);
    counts.merge(counts(3, 6));
    FeatureExtractor extractor = PROFILE.featureMap().extractor();
    for (int i = 6; i < 9; i++) {
      counts.add(ROWS, i, Examples.hash(ROWS, i), PROFILE, extractor);
    }

    assertThat(counts).isEqualTo(counts(0, 9));
  }

  @Test
  void shouldCountEventsThatAreNotSampledByTheirClassAlone() {
    WindowCounts counts = counts(0, 4);
    counts.add(2);
    counts.add(7);

    assertThat(counts.events()).isEqualTo(6);
    assertThat(counts.classes()).isEqualTo(8);
    assertThat(counts.ofClass(7)).isOne();
    assertThat(sums(counts).events()).isEqualTo(4);
    assertThat(sums(counts)).isEqualTo(sums(counts(0, 4)));
  }

  @Test
  void shouldHaveSumsOfNothingWithoutStatistics() {
    WindowCounts counts = new WindowCounts();
    counts.add(1);

    assertThat(bytes(counts)).isEmpty();
    assertThat(sums(counts)).isEqualTo(StatisticSums.none(PROFILE));
    assertThat(sums(counts).mean(0)).isZero();
    assertThat(sums(counts).bins(0)).containsOnly(0);
  }

  @Test
  void shouldGiveUpTheStatisticsWhenProfilesMeet() {
    WindowCounts counts = counts(0, 4);
    counts.merge(Examples.counts(OTHER, ROWS, 4, 9));

    assertThat(counts.events()).isEqualTo(9);
    assertThat(counts.sums(PROFILE)).isEmpty();
    assertThat(counts.sums(OTHER)).isEmpty();
    assertThat(avro(counts).getProfile()).isEqualTo("*");
    assertThat(bytes(counts)).isEmpty();

    // And they stay so.
    counts.add(ROWS, 0, 1, PROFILE, PROFILE.featureMap().extractor());
    counts.merge(counts(0, 1));
    assertThat(counts.events()).isEqualTo(11);
    assertThat(counts.sums(PROFILE)).isEmpty();
  }

  @Test
  void shouldGiveUpTheStatisticsOfAnEventOfAnotherProfile() {
    WindowCounts counts = counts(0, 4);
    counts.add(ROWS, 5, 1, OTHER, OTHER.featureMap().extractor());

    assertThat(counts.events()).isEqualTo(5);
    assertThat(counts.sums(PROFILE)).isEmpty();
  }

  @Test
  void shouldHaveNoSumsForAnotherProfile() {
    assertThat(counts(0, 4).sums(OTHER)).isEmpty();
  }

  @Test
  void shouldKeepWhatIsNotANumberOutOfTheBins() {
    ScoredRows rows = Examples.rows(6, 2);
    rows.embeddings()[0] = Float.NaN;
    int component = PROFILE.featureMap().names().indexOf("embedding.component.1");

    StatisticSums sums = sums(Examples.counts(PROFILE, rows));

    assertThat(sums.events()).isEqualTo(2);
    assertThat(Arrays.stream(sums.bins(component)).sum()).isEqualTo(1);
    assertThat(Arrays.stream(sums.bins(0)).sum()).isEqualTo(2);
    double value = PROFILE.featureMap().extractor().extract(rows, 1)[component];
    assertThat(sums.mean(component)).isCloseTo(value, within(0x1p-21));
    // The other event's random features are there.
    assertThat(sums.features()).isNotEqualTo(new long[RandomFeatures.COUNT]);
  }

  @Test
  void shouldBoundWhatIsInfinite() {
    ScoredRows rows = Examples.rows(6, 3);
    rows.embeddings()[0] = Float.POSITIVE_INFINITY;
    rows.embeddings()[5] = Float.MAX_VALUE;

    StatisticSums sums = sums(Examples.counts(PROFILE, rows));

    for (int i = 0; i < PROFILE.featureMap().size(); i++) {
      assertThat(sums.mean(i)).isFinite().isBetween(-65536.0, 65536.0);
      assertThat(sums.largest(i)).isBetween(-65536.0, 65536.0);
    }
    for (long feature : sums.features()) {
      assertThat(feature).isBetween(-3 * 512L, 3 * 512L);
    }
  }

  @Test
  void shouldAddUpMoreFeaturesThanAFloatCan() {
    StatisticSums many = StatisticSums.none(PROFILE);
    FeatureExtractor extractor = PROFILE.featureMap().extractor();
    // One event 40,000 times: sums of up to 20 million, more than the 24 bits of a float.
    for (int i = 0; i < 40_000; i++) {
      many.add(extractor.extract(ROWS, 0), ROWS, 0, 1, PROFILE, extractor);
    }
    StatisticSums one = StatisticSums.none(PROFILE);
    one.add(extractor.extract(ROWS, 0), ROWS, 0, 1, PROFILE, extractor);

    long[] expected = Arrays.stream(one.features()).map(each -> 40_000 * each).toArray();
    assertThat(many.features()).isEqualTo(expected);
  }

  private static DriftCounts withSums(byte[] sums) {
    return DriftCounts.newBuilder(avro(counts(0, 4))).setSums(ByteBuffer.wrap(sums)).build();
  }

  @Test
  void shouldRefuseSumsThatAreCutShortOrTooLong() {
    byte[] sound = bytes(counts(0, 4));
    for (int length = 1; length < sound.length; length += length < 600 ? 1 : 37) {
      byte[] cut = Arrays.copyOf(sound, length);
      assertThatIllegalArgumentException().isThrownBy(() -> WindowCounts.of(withSums(cut)));
    }
    byte[] longer = Arrays.copyOf(sound, sound.length + 1);
    assertThatIllegalArgumentException().isThrownBy(() -> WindowCounts.of(withSums(longer)));
  }

  @Test
  void shouldReadAnyBytesOrRefuseThemAndNothingElse() {
    byte[] sound = bytes(counts(0, 4));
    Random random = new Random(1);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] hostile = i % 2 == 0 ? sound.clone() : new byte[random.nextInt(60)];
      if (i % 2 == 0) {
        for (int change = random.nextInt(4); change >= 0; change--) {
          hostile[random.nextInt(i % 4 == 0 ? 40 : hostile.length)] = (byte) random.nextInt(256);
        }
      } else {
        random.nextBytes(hostile);
      }
      try {
        WindowCounts counts = WindowCounts.of(withSums(hostile));
        WindowCounts total = counts(0, 2);
        total.merge(counts);
        assertThat(total.events()).isEqualTo(6);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("\n");
        refused++;
      }
    }

    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void shouldNotTrustAProfilesNameWithSumsOfOtherBins() {
    // As if two releases counted differently: the name is right, the bins are not.
    DriftCounts forged =
        DriftCounts.newBuilder(avro(Examples.counts(OTHER, ROWS, 0, 3)))
            .setProfile(PROFILE.digest())
            .build();

    WindowCounts counts = WindowCounts.of(forged);
    assertThat(counts.sums(PROFILE)).isEmpty();
    WindowCounts total = counts(0, 2);
    total.merge(counts);
    assertThat(total.sums(PROFILE)).isEmpty();
    assertThat(total.events()).isEqualTo(5);
  }

  @Test
  void shouldBeDifferentWhenOneEventIs() {
    assertThat(counts(0, 4)).isNotEqualTo(counts(1, 5)).isNotEqualTo("counts");
    assertThat(counts(0, 4).toString()).contains("4 events").contains(PROFILE.digest());
  }
}
