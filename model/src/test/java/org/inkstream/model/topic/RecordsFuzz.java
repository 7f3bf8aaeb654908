package org.inkstream.model.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;
import org.inkstream.model.SeedFiles;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.RoutedLabels;
import org.inkstream.schemas.ScoredImages;
import org.inkstream.schemas.ShadowCounts;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;

/**
 * Any bytes as the value of a record, on every topic: no topic's reader answers with anything but a
 * record or {@link UndecodableException}. A record is the same one when it is written again.
 */
class RecordsFuzz {

  private static final int SEEDS_EACH = 2;
  private static final long SEED = 20261124;
  private static final int HEADER_BYTES = 10;

  /** The encodings of all topics, those between the parts of the topology included. */
  private static final List<Wire<?>> WIRES = wires();

  /**
   * Writes the seeds.
   *
   * @param arguments the folder of this module's test resources
   */
  public static void main(String[] arguments) throws Exception {
    SeedFiles.write(
        Path.of(arguments[0]), RecordsFuzz.class, "shouldDecodeOrSayThatItCannot", seeds());
  }

  /** Records of every schema that was ever released. */
  private static Stream<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (String file : resource("released/INDEX").lines().toList()) {
      Schema writer = new Schema.Parser().parse(resource("released/" + file));
      BinaryMessageEncoder<Object> encoder = new BinaryMessageEncoder<>(GenericData.get(), writer);
      for (Object value : new RandomData(writer, SEEDS_EACH, SEED)) {
        seeds.add(encoded(encoder, value));
      }
    }
    return seeds.stream();
  }

  @FuzzTest(maxDuration = "10m")
  void shouldDecodeOrSayThatItCannot(byte[] bytes) {
    int read = 0;
    for (Wire<?> wire : WIRES) {
      read += readsTheSameAgain(wire, bytes) ? 1 : 0;
    }
    // A fingerprint is of one schema, and so of one record's.
    assertThat(read).isLessThanOrEqualTo(1);
  }

  private static <T extends SpecificRecordBase> boolean readsTheSameAgain(
      Wire<T> wire, byte[] bytes) {
    T value;
    try {
      value = wire.decode(bytes);
    } catch (UndecodableException e) {
      return false;
    }
    byte[] written = wire.encode(value);
    try {
      byte[] again = wire.encode(wire.decode(written));
      assertThat(plain(again, value.getSchema())).isEqualTo(plain(written, value.getSchema()));
    } catch (UndecodableException e) {
      throw new AssertionError("what was read cannot be written", e);
    }
    return true;
  }

  /** Without the classes that Avro generates, whose equals throws at instants within lists. */
  private static Object plain(byte[] message, Schema schema) {
    try {
      return new GenericDatumReader<>(schema)
          .read(
              null,
              DecoderFactory.get()
                  .binaryDecoder(message, HEADER_BYTES, message.length - HEADER_BYTES, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Wire<?>> wires() {
    List<Wire<?>> wires = new ArrayList<>();
    new Topics("").all().stream().map(Topic::wire).filter(Objects::nonNull).forEach(wires::add);
    wires.add(Wire.of(DriftCounts.class));
    wires.add(Wire.of(RoutedLabels.class));
    wires.add(Wire.of(ScoredImages.class));
    wires.add(Wire.of(ShadowCounts.class));
    return List.copyOf(wires);
  }

  private static byte[] encoded(BinaryMessageEncoder<Object> encoder, Object value) {
    try {
      ByteBuffer buffer = encoder.encode(value);
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Wire.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
