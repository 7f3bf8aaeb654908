package org.inkstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas that would have a small value read for ever. */
class SchemaBoundsTest {

  static List<Schema> wireRecords() {
    return WireRecords.ALL;
  }

  @ParameterizedTest
  @MethodSource("wireRecords")
  void shouldTakeOurs(Schema schema) {
    assertThat(SchemaBounds.broken(schema)).isEmpty();
  }

  @Test
  void shouldRefuseRecordsOfRecordsThatTakeNoBytes() {
    // Ten levels of ten fields: ten billion steps for a value of no bytes.
    StringBuilder inner = new StringBuilder("{\"type\":\"record\",\"name\":\"R0\",\"fields\":[]}");
    for (int level = 1; level <= 10; level++) {
      StringBuilder fields = new StringBuilder();
      for (int field = 0; field < 10; field++) {
        String type = field == 0 ? inner.toString() : "\"R" + (level - 1) + "\"";
        fields
            .append(field == 0 ? "" : ",")
            .append("{\"name\":\"f")
            .append(field)
            .append("\",\"type\":")
            .append(type)
            .append("}");
      }
      inner =
          new StringBuilder(
              "{\"type\":\"record\",\"name\":\"R%d\",\"fields\":[%s]}".formatted(level, fields));
    }

    assertThat(SchemaBounds.broken(parse(inner.toString())))
        .hasValue("a value takes more than 4096 steps to read");
  }

  @Test
  void shouldRefuseItemsThatTakeNoBytes() {
    assertThat(SchemaBounds.broken(parse("{\"type\":\"array\",\"items\":\"null\"}")))
        .hasValue("items take more than 64 steps a byte to read");
    assertThat(
            SchemaBounds.broken(
                parse(
                    """
                    {"type":"array","items":{"type":"record","name":"E","fields":[]}}""")))
        .isPresent();
    assertThat(
            SchemaBounds.broken(
                parse(
                    """
                    {"type":"array","items":{"type":"fixed","name":"F","size":0}}""")))
        .isPresent();
  }

  @Test
  void shouldTakeItemsThatTakeAByteAndMapsWhoseKeyDoes() {
    assertThat(SchemaBounds.broken(parse("{\"type\":\"array\",\"items\":\"int\"}"))).isEmpty();
    assertThat(SchemaBounds.broken(parse("{\"type\":\"map\",\"values\":\"null\"}"))).isEmpty();
    assertThat(SchemaBounds.broken(parse("{\"type\":\"array\",\"items\":[\"null\",\"string\"]}")))
        .isEmpty();
  }

  @Test
  void shouldRefuseRecordsWithinThemselves() {
    assertThat(
            SchemaBounds.broken(
                parse(
                    """
                    {"type":"record","name":"Node","namespace":"x","fields":[
                     {"name":"next","type":["null","Node"]}]}""")))
        .hasValue("record x.Node is within itself");
  }

  @Test
  void shouldRefuseWhatIsNestedTooDeep() {
    String nested = "\"int\"";
    for (int level = 0; level < 65; level++) {
      nested = "{\"type\":\"array\",\"items\":" + nested + "}";
    }

    assertThat(SchemaBounds.broken(parse(nested))).hasValue("it is nested more than 64 deep");
  }

  @Test
  void shouldNotReadWithSuchASchema() {
    Schema hostile =
        parse(
            """
            {"type":"record","name":"LabelEvent","namespace":"org.inkstream.schemas","fields":[
             {"name":"more","type":{"type":"array","items":"null"}},
             {"name":"id","type":"string"},
             {"name":"label","type":"int"},
             {"name":"observedAt","type":{"type":"long","logicalType":"timestamp-millis"}}]}""");
    Wire<LabelEvent> wire =
        Wire.registered(LabelEvent.class, () -> 1, id -> new WriterSchemas.Found(hostile));
    byte[] value = ByteBuffer.allocate(1_000_000).put((byte) 0).putInt(5).array();

    assertThatThrownBy(() -> wire.decode(value))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("schema 5: no LabelEvent: items take more than 64 steps a byte to read");
  }

  private static Schema parse(String json) {
    return new Schema.Parser().parse(json);
  }
}
