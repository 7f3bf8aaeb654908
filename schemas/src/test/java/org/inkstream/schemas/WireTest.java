package org.inkstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class WireTest {

  private final Wire<LabelEvent> wire = Wire.of(LabelEvent.class);
  private final LabelEvent label =
      new LabelEvent("a-7", 7, Instant.ofEpochMilli(1_700_000_000_123L));

  @Test
  void shouldReadWhatItWrote() throws Exception {
    assertThat(wire.decode(wire.encode(label))).isEqualTo(label);
  }

  @Test
  void shouldWriteTheHeaderOfTheAvroSpecificationAndAPlainBody() throws Exception {
    byte[] bytes = wire.encode(label);

    ByteBuffer header = ByteBuffer.wrap(bytes, 0, 10).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(header.get()).isEqualTo((byte) 0xC3);
    assertThat(header.get()).isEqualTo((byte) 0x01);
    assertThat(header.getLong())
        .isEqualTo(SchemaNormalization.parsingFingerprint64(LabelEvent.getClassSchema()));
    GenericRecord body =
        new GenericDatumReader<GenericRecord>(LabelEvent.getClassSchema())
            .read(null, DecoderFactory.get().binaryDecoder(bytes, 10, bytes.length - 10, null));
    assertThat(body.get("label")).isEqualTo(7);
  }

  @Test
  void shouldRefuseWhatIsNotAvro() {
    assertThatThrownBy(() -> wire.decode("{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("single-object");
    assertThatThrownBy(() -> wire.decode(new byte[0])).isInstanceOf(UndecodableException.class);
  }

  @Test
  void shouldRefuseAnotherRecordType() {
    AliasChange other =
        AliasChange.newBuilder()
            .setAlias("champion")
            .setEffectiveFrom(Instant.EPOCH)
            .setChangedAt(Instant.EPOCH)
            .build();

    assertThatThrownBy(() -> wire.decode(Wire.of(AliasChange.class).encode(other)))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("known schema");
  }

  @Test
  void shouldRefuseEveryTruncation() {
    byte[] bytes = wire.encode(label);
    for (int length = 0; length < bytes.length; length++) {
      ByteArrayOutputStream cut = new ByteArrayOutputStream();
      cut.write(bytes, 0, length);
      assertThatThrownBy(() -> wire.decode(cut.toByteArray()))
          .as("cut to %d bytes", length)
          .isInstanceOf(UndecodableException.class);
    }
  }

  @Test
  void shouldRefuseBytesAfterTheEnd() {
    byte[] bytes = wire.encode(label);

    assertThatThrownBy(() -> wire.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("damaged LabelEvent body");
  }

  @Test
  void shouldServeManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Void>> work = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = 10_000 * thread;
        work.add(threads.submit(() -> writeAndRead(first, 2_000)));
      }
      for (Future<Void> done : work) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Void writeAndRead(int first, int count) throws UndecodableException {
    for (int i = first; i < first + count; i++) {
      LabelEvent own = new LabelEvent("id-" + i, i, Instant.ofEpochMilli(i));
      assertThat(wire.decode(wire.encode(own))).isEqualTo(own);
    }
    return null;
  }
}
