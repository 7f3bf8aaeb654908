package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventHashTest {

  private static final long C1 = 0x87c37b91114253d5L;
  private static final long C2 = 0x4cf5ad432745937fL;

  /** MurmurHash3 x64 128 with seed 0, first half, from Appleby's description. */
  private static long murmur(byte[] key) {
    byte[] padded = java.util.Arrays.copyOf(key, (key.length + 15) / 16 * 16);
    ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
    long h1 = 0;
    long h2 = 0;
    for (int block = 0; block < padded.length / 16; block++) {
      long k1 = words.getLong();
      long k2 = words.getLong();
      boolean whole = (block + 1) * 16 <= key.length;
      h1 ^= Long.rotateLeft(k1 * C1, 31) * C2;
      if (whole) {
        h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
      }
      h2 ^= Long.rotateLeft(k2 * C2, 33) * C1;
      if (whole) {
        h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
      }
    }
    h1 ^= key.length;
    h2 ^= key.length;
    h1 += h2;
    h2 += h1;
    return mixed(h1) + mixed(h2);
  }

  private static long mixed(long k) {
    long once = (k ^ (k >>> 33)) * 0xff51afd7ed558ccdL;
    long twice = (once ^ (once >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return twice ^ (twice >>> 33);
  }

  @ParameterizedTest
  @CsvSource({
    // Published test vectors of MurmurHash3 x64 128, first halves.
    "'', 0000000000000000",
    "hello, cbd8a7b341bd9b02",
    "'hello, world', 342fac623a5ebc8e",
    "The quick brown fox jumps over the lazy dog., cd99481f9ee902c9"
  })
  void shouldHashAsPublished(String id, String hash) {
    assertThat(EventHash.of(id)).isEqualTo(Long.parseUnsignedLong(hash, 16));
  }

  @Test
  void shouldHashIdsOfAnyLengthAndScript() {
    Random random = new Random(1);
    for (int length = 0; length < 70; length++) {
      StringBuilder id = new StringBuilder();
      for (int i = 0; i < length; i++) {
        id.append(
            (char) (random.nextInt(5) == 0 ? 0x3b1 + random.nextInt(20) : 33 + random.nextInt(90)));
      }

      assertThat(EventHash.of(id.toString()))
          .isEqualTo(murmur(id.toString().getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void shouldJitterAsSplitMix() {
    // The first outputs of SplitMix64 with seed 1234567, as published, less their lowest bit.
    assertThat(EventHash.jitter(1234567, 0)).isEqualTo(6457827717110365317L >>> 1);
    assertThat(EventHash.jitter(1234567, 1)).isEqualTo(3203168211198807973L >>> 1);
    assertThat(EventHash.jitter(1234567, 2))
        .isEqualTo(Long.parseUnsignedLong("9817491932198370423") >>> 1);
  }

  @Test
  void shouldJitterUniformly() {
    int[] counts = new int[16];
    for (int i = 0; i < 16_000; i++) {
      long jitter = EventHash.jitter(EventHash.of("event-" + i), i % 3);
      assertThat(jitter).isNotNegative();
      counts[(int) (jitter >>> 59)]++;
    }
    // 1,000 each, with a standard deviation of 31.
    for (int count : counts) {
      assertThat(count).isBetween(850, 1150);
    }
  }

  @Test
  void shouldSampleTheShareThatIsAskedFor() {
    for (double share : new double[] {0.01, 0.1, 0.5, 0.9}) {
      int sampled = 0;
      for (int i = 0; i < 20_000; i++) {
        sampled += EventHash.sampled(EventHash.of("event-" + i), share) ? 1 : 0;
      }
      // Four standard deviations.
      assertThat(sampled / 20_000.0)
          .isCloseTo(share, within(4 * Math.sqrt(share * (1 - share) / 20_000)));
    }
  }

  @Test
  void shouldSampleAllOfASmallerShareWithALargerOne() {
    for (int i = 0; i < 2_000; i++) {
      long hash = EventHash.of("event-" + i);
      boolean before = false;
      for (double share = 0; share <= 1; share += 0.05) {
        boolean now = EventHash.sampled(hash, share);
        assertThat(now || !before).isTrue();
        before = now;
      }
      assertThat(EventHash.sampled(hash, 0)).isFalse();
      assertThat(EventHash.sampled(hash, 1)).isTrue();
    }
  }

  @Test
  void shouldSampleWhateverItsJitterForTheStatisticsIs() {
    // Of those sampled, half have a small jitter in the first statistic.
    int sampled = 0;
    int small = 0;
    for (int i = 0; i < 20_000; i++) {
      long hash = EventHash.of("event-" + i);
      if (EventHash.sampled(hash, 0.1)) {
        sampled++;
        small += EventHash.jitter(hash, 0) < 1L << 62 ? 1 : 0;
      }
    }
    assertThat((double) small / sampled).isCloseTo(0.5, within(0.05));
  }
}
