package org.inkstream.streams.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterHeadersTest {

  private static final DeadLetter LETTER =
      new DeadLetter("UNREADABLE_IMAGE", "größer als 0 – 尺寸", "p.images", 3, 1L << 40, -1);

  private final RecordHeaders headers = new RecordHeaders();

  @Test
  void shouldReadWhatItWrote() {
    DeadLetterHeaders.write(headers, LETTER);

    assertThat(DeadLetterHeaders.read(headers)).contains(LETTER);
  }

  @Test
  void shouldKeepTheEventsOwnHeadersInTheirOrder() {
    headers.add("trace", new byte[] {1}).add("trace", new byte[] {2}).add("empty", null);

    DeadLetterHeaders.write(headers, LETTER);

    assertThat(headers.toArray())
        .extracting(Header::key)
        .startsWith("trace", "trace", "empty")
        .hasSize(9);
  }

  @Test
  void shouldReplaceHeadersThatClaimItsNames() {
    headers.add(DeadLetterHeaders.REASON, "FORGED".getBytes(UTF_8));
    headers.add(DeadLetterHeaders.REASON, "TWICE".getBytes(UTF_8));

    DeadLetterHeaders.write(headers, LETTER);

    assertThat(headers.headers(DeadLetterHeaders.REASON)).hasSize(1);
    assertThat(DeadLetterHeaders.read(headers)).contains(LETTER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reason", "detail", "topic", "partition", "offset", "timestamp"})
  void shouldNotTakeARecordForADeadLetterThatLacksOne(String name) {
    DeadLetterHeaders.write(headers, LETTER);
    headers.remove("inkstream." + name);
    assertThat(DeadLetterHeaders.read(headers)).isEmpty();

    headers.add("inkstream." + name, null);
    assertThat(DeadLetterHeaders.read(headers)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"partition", "offset", "timestamp"})
  void shouldNotTakeForANumberWhatIsNone(String name) {
    DeadLetterHeaders.write(headers, LETTER);
    DeadLetterHeaders.set(headers, "inkstream." + name, "1x");

    assertThat(DeadLetterHeaders.read(headers)).isEmpty();
  }

  @Test
  void shouldKnowItsOwnNamesAndNoOthers() {
    DeadLetterHeaders.write(headers, LETTER);

    assertThat(headers.toArray())
        .allSatisfy(h -> assertThat(DeadLetterHeaders.isOurs(h.key())).isTrue());
    assertThat(DeadLetterHeaders.isOurs("inkstream.custom")).isFalse();
    assertThat(DeadLetterHeaders.isOurs(DeadLetterHeaders.REPLAYED_FROM)).isFalse();
  }
}
