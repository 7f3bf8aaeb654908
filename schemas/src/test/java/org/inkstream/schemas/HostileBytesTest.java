package org.inkstream.schemas;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

/** Records that claim more than they have: a reader may refuse them, and must not die of them. */
class HostileBytesTest {

  private static final int HEADER_BYTES = 10;

  @Test
  void shouldRefuseBytesThatAreNotThere() throws Exception {
    refuse(
        ImageEvent.class,
        image(),
        body -> {
          body.writeString("id");
          body.writeLong(0);
          body.writeEnum(1);
          body.writeInt(28);
          body.writeInt(28);
          body.writeLong(Integer.MAX_VALUE - 16); // of pixels
        });
  }

  @Test
  void shouldRefuseTextThatIsNotThere() throws Exception {
    refuse(ImageEvent.class, image(), body -> body.writeLong(Integer.MAX_VALUE - 16));
  }

  @Test
  void shouldRefuseItemsThatAreNotThere() throws Exception {
    refuse(
        DriftCounts.class,
        counts(),
        body -> {
          body.writeString("v1");
          body.writeLong(0);
          body.writeInt(0);
          body.writeLong(0);
          body.writeString("");
          body.writeLong(1);
          body.writeLong(Integer.MAX_VALUE - 16); // classes
        });
  }

  @Test
  void shouldRefuseRandomBodiesWithoutHarm() throws Exception {
    Random random = new Random(7);
    byte[] header = header(Wire.of(ModelVersion.class), version());
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(header, HEADER_BYTES + random.nextInt(60));
      for (int at = HEADER_BYTES; at < bytes.length; at++) {
        bytes[at] = (byte) random.nextInt(256);
      }
      try {
        Wire.of(ModelVersion.class).decode(bytes);
      } catch (UndecodableException e) {
        continue;
      }
    }
  }

  /** Writes the body of a record. */
  private interface Body {
    void write(BinaryEncoder body) throws Exception;
  }

  private static <T extends SpecificRecordBase> void refuse(Class<T> type, T sample, Body body)
      throws Exception {
    Wire<T> wire = Wire.of(type);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(header(wire, sample));
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    body.write(encoder);

    assertThatExceptionOfType(UndecodableException.class)
        .isThrownBy(() -> wire.decode(bytes.toByteArray()))
        .withMessage("damaged " + type.getSimpleName() + " body");
  }

  private static <T extends SpecificRecordBase> byte[] header(Wire<T> wire, T sample) {
    return Arrays.copyOf(wire.encode(sample), HEADER_BYTES);
  }

  private static ImageEvent image() {
    return ImageEvent.newBuilder()
        .setId("id")
        .setCapturedAt(Instant.EPOCH)
        .setEncoding(ImageEncoding.GRAY8)
        .setWidth(0)
        .setHeight(0)
        .setPixels(java.nio.ByteBuffer.allocate(0))
        .build();
  }

  private static DriftCounts counts() {
    return DriftCounts.newBuilder()
        .setVersion("")
        .setWindowStart(Instant.EPOCH)
        .setSourcePartition(0)
        .setWatermark(Instant.EPOCH)
        .setEvents(0)
        .setClasses(List.of())
        .build();
  }

  private static ModelVersion version() {
    return ModelVersion.newBuilder()
        .setVersion("v1")
        .setFamily("mlp")
        .setCreatedAt(Instant.EPOCH)
        .setInputWidth(1)
        .setInputHeight(1)
        .setLabels(List.of("a"))
        .setParameters(1)
        .setMetrics(Map.of())
        .setBundleBytes(1)
        .setBundleSha256("")
        .setChunks(1)
        .build();
  }
}
