package org.inkstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What any release has written, this one reads. */
class CompatibilityTest {

  private static final int HEADER_BYTES = 10;
  private static final int VALUES = 20;
  private static final long SEED = 20261123;

  static Stream<Schema> wireRecords() {
    return WireRecords.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("wireRecords")
  void shouldReadEveryReleasedSchema(Schema current) {
    List<Schema> released = ReleasedSchemas.of(current.getName());

    assertThat(released).as("released schemas of %s", current.getName()).isNotEmpty();
    for (Schema writer : released) {
      assertThat(incompatibilities(current, writer)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("wireRecords")
  void shouldDecodeWhatAReleaseHasWritten(Schema current) throws Exception {
    Wire<? extends SpecificRecordBase> wire = wire(current);
    for (Schema writer : ReleasedSchemas.of(current.getName())) {
      BinaryMessageEncoder<Object> released = new BinaryMessageEncoder<>(GenericData.get(), writer);
      for (Object value : new RandomData(writer, VALUES, SEED)) {
        byte[] old = array(released.encode(value));

        byte[] now = encodeAgain(wire, old);

        assertThat(read(current, current, now)).isEqualTo(read(writer, current, old));
      }
    }
  }

  @Test
  void shouldNoticeAChangeThatOldRecordsDoNotSurvive() {
    Schema old = record("{'name':'id','type':'string'}", "{'name':'n','type':'int'}");

    assertThat(incompatibilities(record("{'name':'id','type':'string'}"), old)).isEmpty();
    assertThat(
            incompatibilities(
                record("{'name':'id','type':'string'}", "{'name':'n','type':'long'}"), old))
        .isEmpty();
    assertThat(
            incompatibilities(
                record("{'name':'id','type':'string'}", "{'name':'new','type':'int'}"), old))
        .extracting(Incompatibility::getMessage)
        .containsExactly("new");
    assertThat(
            incompatibilities(
                record("{'name':'id','type':'int'}", "{'name':'n','type':'int'}"), old))
        .hasSize(1);
  }

  @Test
  void shouldNoticeASymbolThatIsNoLongerKnown() {
    Schema old = SchemaBuilder.enumeration("Kind").symbols("A", "B");

    assertThat(incompatibilities(SchemaBuilder.enumeration("Kind").symbols("A"), old)).hasSize(1);
    assertThat(
            incompatibilities(
                SchemaBuilder.enumeration("Kind").defaultSymbol("A").symbols("A"), old))
        .isEmpty();
  }

  private static List<Incompatibility> incompatibilities(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities();
  }

  private static Schema record(String... fields) {
    return new Schema.Parser()
        .parse(
            "{'type':'record','name':'Sample','fields':[%s]}"
                .formatted(String.join(",", fields))
                .replace('\'', '"'));
  }

  private static Wire<? extends SpecificRecordBase> wire(Schema schema) {
    Class<?> type = SpecificData.get().getClass(schema);
    return Wire.of(type.asSubclass(SpecificRecordBase.class));
  }

  private static <T extends SpecificRecordBase> byte[] encodeAgain(Wire<T> wire, byte[] bytes)
      throws UndecodableException {
    return wire.encode(wire.decode(bytes));
  }

  private static byte[] array(ByteBuffer buffer) {
    return Arrays.copyOfRange(buffer.array(), buffer.position(), buffer.limit());
  }

  private static Object read(Schema writer, Schema reader, byte[] message) throws IOException {
    return new GenericDatumReader<>(writer, reader)
        .read(
            null,
            DecoderFactory.get()
                .binaryDecoder(message, HEADER_BYTES, message.length - HEADER_BYTES, null));
  }
}
