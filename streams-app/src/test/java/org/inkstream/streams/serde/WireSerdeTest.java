package org.inkstream.streams.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.inkstream.schemas.LabelEvent;
import org.junit.jupiter.api.Test;

class WireSerdeTest {

  private final WireSerde<LabelEvent> serde = WireSerde.of(LabelEvent.class);

  @Test
  void shouldReadBackWhatItWrote() {
    LabelEvent event = new LabelEvent("id", 7, Instant.ofEpochMilli(1234));

    byte[] bytes = serde.serializer().serialize("labels", event);

    assertThat(serde.deserializer().deserialize("labels", bytes)).isEqualTo(event);
  }

  @Test
  void shouldPassNullOnBothWays() {
    assertThat(serde.serializer().serialize("labels", null)).isNull();
    assertThat(serde.deserializer().deserialize("labels", (byte[]) null)).isNull();
  }

  @Test
  void shouldSayInOneLineWhatCannotBeDecoded() {
    assertThatThrownBy(() -> serde.deserializer().deserialize("labels", new byte[] {1, 2, 3}))
        .isInstanceOf(SerializationException.class)
        .hasMessage("in labels: not Avro single-object encoding");
  }

  @Test
  void shouldRefuseToWriteARecordThatLacksAField() {
    LabelEvent event = new LabelEvent("id", 7, Instant.ofEpochMilli(1234));
    event.setId(null);

    assertThatThrownBy(() -> serde.serializer().serialize("labels", event))
        .isInstanceOf(SerializationException.class)
        .hasMessage("cannot encode a LabelEvent for labels");
  }
}
