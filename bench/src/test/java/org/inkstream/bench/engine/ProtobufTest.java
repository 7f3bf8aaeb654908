package org.inkstream.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of the Protocol Buffers encoding guide. */
class ProtobufTest {

  @Test
  void shouldWriteANumber() {
    assertThat(hex(Protobuf.message(m -> m.number(1, 150)))).isEqualTo("089601");
  }

  @Test
  void shouldWriteText() {
    assertThat(hex(Protobuf.message(m -> m.text(2, "testing")))).isEqualTo("120774657374696e67");
  }

  @Test
  void shouldWriteAMessageInsideAMessage() {
    assertThat(hex(Protobuf.message(m -> m.nested(3, inner -> inner.number(1, 150)))))
        .isEqualTo("1a03089601");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
