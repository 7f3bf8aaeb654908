package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.schemaregistry.RefusedSchemaException;
import org.inkstream.model.schemaregistry.SchemaRegistry;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.streams.deadletter.DeadLetterHeaders;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real registry, which goes away and comes back. */
class SchemaRegistryIT {

  private static final TestModel MODEL = TestModel.of("v1", 1);

  /** What a producer of the next release would write: one more field. */
  private static final String NEWER =
      """
      {"type":"record","name":"ImageEvent","namespace":"org.inkstream.schemas","fields":[
       {"name":"id","type":"string"},
       {"name":"capturedAt","type":{"type":"long","logicalType":"timestamp-millis"}},
       {"name":"encoding","type":{"type":"enum","name":"ImageEncoding",
         "symbols":["UNKNOWN","GRAY8","PNG","JPEG"],"default":"UNKNOWN"}},
       {"name":"width","type":"int"},
       {"name":"height","type":"int"},
       {"name":"pixels","type":"bytes"},
       {"name":"source","type":"string","default":""},
       {"name":"camera","type":"string","default":""}]}""";

  @Test
  void shouldReadBothEncodingsAndLoseNothingWhileTheRegistryIsAway(@TempDir Path folder)
      throws Exception {
    try (ApicurioRegistry server = new ApicurioRegistry(folder).start()) {
      SchemaRegistry schemas = new SchemaRegistry(server.address());
      Deployment deployment = new Deployment(1, schemas);
      Topics topics = deployment.topics();
      registerAtOnce(server, topics.prefix());
      schemas.register(topics);
      assertThat(server.get("/config/" + topics.images().name() + "-value"))
          .hasToString("{\"compatibilityLevel\":\"BACKWARD_TRANSITIVE\"}");
      deployment.publish(MODEL).promote(MODEL.version(), Duration.ZERO);
      assertThat(deployment.kafka().committed(topics.modelVersions()).get(0).value()[0]).isZero();

      try (ServeThread serve =
          ServeThread.start(deployment, "schemas", schemas::trouble).awaitReady()) {
        byte[] old = TestImages.good("single-object", 1);
        deployment.send("k", old);
        deployment.send(
            "k",
            topics
                .images()
                .wire()
                .encode(
                    ImageEvent.newBuilder()
                        .setId("with-an-id")
                        .setCapturedAt(TestImages.CAPTURED)
                        .setEncoding(ImageEncoding.GRAY8)
                        .setWidth(28)
                        .setHeight(28)
                        .setPixels(ByteBuffer.wrap(TestImages.random(28, 2)))
                        .build()));
        byte[] forged = ByteBuffer.allocate(100).putInt(1, 999_999).array();
        deployment.send("k", forged);
        int newer = server.register(topics.images().name() + "-value", NEWER);
        deployment.kafka().committed(topics.classifications(), 2);

        server.stop();
        deployment.send("k", newerEvent(newer, "while-away"));
        deployment.send("k", TestImages.good("behind", 3));
        serve.await(
            "to say that it waits",
            () -> serve.text("/health/ready").contains("events wait: schema " + newer));
        assertThat(deployment.answers()).hasSize(2);
        server.start();
        deployment.awaitAnswers(1, 1);
        serve.awaitReady();
      }

      deployment.verify(1);
      ConsumerRecord<byte[], byte[]> letter =
          deployment.kafka().committed(topics.deadLetters()).get(0);
      assertThat(DeadLetterHeaders.read(letter.headers()).orElseThrow().reason())
          .isEqualTo("UNKNOWN_SCHEMA");
      assertThat(ids(server, deployment.kafka().committed(topics.classifications())))
          .containsExactly("single-object", "with-an-id", "while-away", "behind");
    }
  }

  @Test
  void shouldRefuseToStartBesideAnIncompatibleSchema(@TempDir Path folder) throws Exception {
    try (ApicurioRegistry server = new ApicurioRegistry(folder).start()) {
      server.register(
          "shop.labels-value",
          """
          {"type":"record","name":"LabelEvent","namespace":"org.inkstream.schemas","fields":[
           {"name":"id","type":"string"},
           {"name":"label","type":"string"},
           {"name":"observedAt","type":"long"}]}""");
      SchemaRegistry schemas = new SchemaRegistry(server.address());

      assertThatThrownBy(() -> schemas.register(new Topics("shop.", schemas)))
          .isInstanceOf(RefusedSchemaException.class)
          .hasMessage(
              "subject shop.labels-value of the schema registry: values of its version 1 cannot be"
                  + " read with this release's LabelEvent: type mismatch at /fields/1/type: reader"
                  + " type: INT not compatible with writer type: STRING");
    }
  }

  /** Four instances that start together make one version of each subject. */
  private static void registerAtOnce(ApicurioRegistry server, String prefix) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> starts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        SchemaRegistry own = new SchemaRegistry(server.address());
        starts.add(
            () -> {
              own.register(new Topics(prefix, own));
              return null;
            });
      }
      for (Future<Void> started : threads.invokeAll(starts)) {
        started.get();
      }
    } finally {
      threads.shutdownNow();
    }
    JsonNode subjects = server.get("/subjects");
    assertThat(subjects).hasSize(10);
    for (JsonNode subject : subjects) {
      assertThat(server.get("/subjects/" + subject.asText() + "/versions")).hasSize(1);
    }
  }

  private static byte[] newerEvent(int id, String name) throws Exception {
    Schema schema = new Schema.Parser().parse(NEWER);
    GenericRecord event = new GenericData.Record(schema);
    event.put("id", name);
    event.put("capturedAt", TestImages.CAPTURED.toEpochMilli());
    event.put(
        "encoding", new GenericData.EnumSymbol(schema.getField("encoding").schema(), "GRAY8"));
    event.put("width", 28);
    event.put("height", 28);
    event.put("pixels", ByteBuffer.wrap(TestImages.random(28, 4)));
    event.put("source", "test");
    event.put("camera", "left");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(5).putInt(1, id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(event, encoder);
    return bytes.toByteArray();
  }

  /** The ids in answers, read as a client does that knows nothing but the registry. */
  private static List<String> ids(
      ApicurioRegistry server, List<ConsumerRecord<byte[], byte[]>> answers) throws Exception {
    List<String> ids = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> answer : answers) {
      byte[] value = answer.value();
      assertThat(value[0]).isZero();
      int id = ByteBuffer.wrap(value).getInt(1);
      Schema schema =
          new Schema.Parser().parse(server.get("/schemas/ids/" + id).get("schema").asText());
      GenericRecord record =
          new GenericDatumReader<GenericRecord>(schema)
              .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
      ids.add(record.get("id").toString());
    }
    return ids;
  }
}
