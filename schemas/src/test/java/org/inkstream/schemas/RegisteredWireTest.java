package org.inkstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** Confluent's wire format beside our own. */
class RegisteredWireTest {

  private static final int ID = 0x01020304;

  /**
   * A zero, the id, then the body as the Avro specification has it: 06 and three characters, 0E for
   * 7, and 1,700,000,000,123 as a zigzag varint. Worked out by a few lines of Python.
   */
  private static final byte[] GOLDEN =
      HexFormat.of().parseHex("00" + "01020304" + "06612d37" + "0e" + "f6a1abfef962");

  private final List<Integer> asked = new ArrayList<>();
  private final LabelEvent label =
      new LabelEvent("a-7", 7, Instant.ofEpochMilli(1_700_000_000_123L));

  @Test
  void shouldWriteAZeroTheIdAndTheBody() {
    assertThat(wire(Map.of()).encode(label)).isEqualTo(GOLDEN);
  }

  @Test
  void shouldReadWhatOthersWroteWithTheIdOfOurSchema() throws Exception {
    Schema plain = Wire.of(LabelEvent.class).schema();

    assertThat(wire(Map.of(ID, new WriterSchemas.Found(plain))).decode(GOLDEN)).isEqualTo(label);
  }

  @Test
  void shouldReadBothEncodings() throws Exception {
    byte[] singleObject = Wire.of(LabelEvent.class).encode(label);

    assertThat(wire(Map.of()).decode(singleObject)).isEqualTo(label);
    assertThat(asked).isEmpty();
  }

  @Test
  void shouldAskForEachIdOnce() throws Exception {
    Wire<LabelEvent> wire =
        wire(Map.of(ID, new WriterSchemas.Found(Wire.of(LabelEvent.class).schema())));

    for (int i = 0; i < 100; i++) {
      wire.decode(GOLDEN);
    }

    assertThat(asked).containsExactly(ID);
  }

  @Test
  void shouldReadWithTheSchemaOfItsWriter() throws Exception {
    Schema writer =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"LabelEvent","namespace":"org.inkstream.schemas","fields":[
                 {"name":"annotator","type":{"type":"map","values":{"type":"array","items":"string"}}},
                 {"name":"label","type":"int"},
                 {"name":"observedAt","type":{"type":"long","logicalType":"timestamp-millis"}},
                 {"name":"id","type":"string"}]}""");
    GenericRecord value = new GenericData.Record(writer);
    value.put("annotator", Map.of("names", List.of("ada", "grace")));
    value.put("label", 7);
    value.put("observedAt", 1_700_000_000_123L);
    value.put("id", "a-7");

    LabelEvent read =
        wire(Map.of(9, new WriterSchemas.Found(writer))).decode(framed(9, writer, value));

    assertThat(read).isEqualTo(label);
  }

  @Test
  void shouldSayThatARegistryIsNeeded() {
    assertThatThrownBy(() -> Wire.of(LabelEvent.class).decode(GOLDEN))
        .isInstanceOf(UndecodableException.class)
        .hasMessage(
            "in Confluent's wire format, with schema 16909060: a schema registry is needed to read"
                + " it (--schema-registry)");
  }

  @Test
  void shouldTellAnUnknownIdFromOtherDamageAndAskAgain() {
    Wire<LabelEvent> wire = wire(Map.of());

    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(UnknownSchemaException.class)
          .isThrownBy(() -> wire.decode(GOLDEN))
          .withMessage("the schema registry knows no schema 16909060");
    }
    assertThat(asked).containsExactly(ID, ID);
  }

  @Test
  void shouldRefuseAnIdOfAnotherRecordOnceAndForAll() {
    Wire<LabelEvent> wire =
        wire(Map.of(ID, new WriterSchemas.Found(Wire.of(AliasChange.class).schema())));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> wire.decode(GOLDEN))
          .isInstanceOf(UndecodableException.class)
          .isNotInstanceOf(UnknownSchemaException.class)
          .hasMessageContaining("schema 16909060: no LabelEvent")
          .hasMessageContaining("AliasChange");
    }
    assertThat(asked).containsExactly(ID);
  }

  @Test
  void shouldNotTakeAnAbsentRegistryForDamage() {
    Wire<LabelEvent> wire =
        Wire.registered(
            LabelEvent.class,
            () -> ID,
            id -> {
              throw new UnresolvedSchemaException("away", null);
            });

    assertThatThrownBy(() -> wire.decode(GOLDEN)).isInstanceOf(UnresolvedSchemaException.class);
    assertThatThrownBy(() -> wire.resolve(GOLDEN)).isInstanceOf(UnresolvedSchemaException.class);
  }

  @Test
  void shouldResolveAnythingOnceAndDecodeWithoutAsking() throws Exception {
    Wire<LabelEvent> wire =
        wire(Map.of(ID, new WriterSchemas.Found(Wire.of(LabelEvent.class).schema())));

    wire.resolve(new byte[0]);
    wire.resolve(new byte[] {1, 2, 3});
    wire.resolve(GOLDEN);
    asked.clear();

    assertThat(wire.decode(GOLDEN)).isEqualTo(label);
    assertThat(asked).isEmpty();
  }

  @Test
  void shouldRefuseEveryTruncationAndBytesAfterTheEnd() {
    Wire<LabelEvent> wire =
        wire(Map.of(ID, new WriterSchemas.Found(Wire.of(LabelEvent.class).schema())));

    for (int length = 0; length < GOLDEN.length; length++) {
      byte[] cut = Arrays.copyOf(GOLDEN, length);
      assertThatThrownBy(() -> wire.decode(cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(UndecodableException.class);
    }
    assertThatThrownBy(() -> wire.decode(Arrays.copyOf(GOLDEN, GOLDEN.length + 1)))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("damaged LabelEvent body");
  }

  @Test
  void shouldRefuseItemsThatAreNotThereInFieldsThatAreLeftOut() throws Exception {
    Schema writer =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"LabelEvent","namespace":"org.inkstream.schemas","fields":[
                 {"name":"more","type":{"type":"array","items":"long"}},
                 {"name":"id","type":"string"},
                 {"name":"label","type":"int"},
                 {"name":"observedAt","type":{"type":"long","logicalType":"timestamp-millis"}}]}""");
    byte[] body = body(encoder -> encoder.writeLong(Integer.MAX_VALUE));

    assertThatThrownBy(
            () -> wire(Map.of(9, new WriterSchemas.Found(writer))).decode(framed(9, body)))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("damaged LabelEvent body");
  }

  @Test
  void shouldShowOtherLanguagesAPlainSchema() {
    for (Schema schema : WireRecords.ALL) {
      assertThat(PlainSchema.of(schema).toString()).doesNotContain("avro.java");
    }
  }

  @Test
  void shouldSayWhereAnotherSchemaDiffers() {
    Schema text =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"LabelEvent","namespace":"org.inkstream.schemas","fields":[
                 {"name":"id","type":"string"},
                 {"name":"label","type":"string"}]}""");

    assertThat(Wire.of(LabelEvent.class).differences(text))
        .containsExactly(
            "type mismatch at /fields/1/type: reader type: INT not compatible with writer type:"
                + " STRING",
            "reader field missing default value at /fields/2: observedAt");
    assertThat(Wire.of(LabelEvent.class).differences(Wire.of(LabelEvent.class).schema())).isEmpty();
  }

  private Wire<LabelEvent> wire(Map<Integer, WriterSchemas.Answer> known) {
    return Wire.registered(
        LabelEvent.class,
        () -> ID,
        id -> {
          asked.add(id);
          return known.getOrDefault(id, new WriterSchemas.Unknown());
        });
  }

  /** Writes a body. */
  private interface Body {
    void write(BinaryEncoder encoder) throws Exception;
  }

  private static byte[] framed(int id, Schema schema, GenericRecord value) throws Exception {
    return framed(
        id, body(encoder -> new GenericDatumWriter<GenericRecord>(schema).write(value, encoder)));
  }

  private static byte[] framed(int id, byte[] body) {
    byte[] bytes = new byte[5 + body.length];
    bytes[4] = (byte) id;
    System.arraycopy(body, 0, bytes, 5, body.length);
    return bytes;
  }

  private static byte[] body(Body body) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    body.write(EncoderFactory.get().directBinaryEncoder(bytes, null));
    return bytes.toByteArray();
  }
}
