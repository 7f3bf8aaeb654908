package org.inkstream.streams.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PendingImageTest {

  @RepeatedTest(100)
  void shouldComeBackFromItsBytesAsItWas(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    RecordHeaders headers = new RecordHeaders();
    for (int i = random.nextInt(4); i > 0; i--) {
      // Names may repeat, be empty, and be of any script.
      headers.add("höder-" + "数".repeat(random.nextInt(3)) + random.nextInt(2), bytes(random, 300));
    }
    PendingImage image =
        new PendingImage(
            random.nextInt(),
            random.nextLong(),
            random.nextLong(),
            bytes(random, 40),
            bytes(random, 2000),
            headers);
    long generation = random.nextLong();

    byte[] saved = image.toBytes(generation);
    PendingImage found = PendingImage.of(saved);

    assertThat(PendingImage.generation(saved)).isEqualTo(generation);
    assertThat(found.partition()).isEqualTo(image.partition());
    assertThat(found.offset()).isEqualTo(image.offset());
    assertThat(found.timestamp()).isEqualTo(image.timestamp());
    assertThat(found.key()).isEqualTo(image.key());
    assertThat(found.value()).isEqualTo(image.value());
    assertThat(found.headers()).isEqualTo(image.headers());
  }

  @Test
  void shouldTellNothingFromNull() {
    RecordHeaders headers = new RecordHeaders();
    headers.add("", new byte[0]).add("", null);
    PendingImage found =
        PendingImage.of(new PendingImage(0, 0, 0, null, new byte[0], headers).toBytes(0));

    assertThat(found.key()).isNull();
    assertThat(found.value()).isEmpty();
    assertThat(found.headers().toArray()[0].value()).isEmpty();
    assertThat(found.headers().toArray()[1].value()).isNull();
  }

  /** Null in one case of four. */
  private static byte[] bytes(Random random, int most) {
    if (random.nextInt(4) == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }
}
