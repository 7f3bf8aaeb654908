package org.inkstream.model.schemaregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.UnknownSchemaException;
import org.inkstream.schemas.UnresolvedSchemaException;
import org.inkstream.schemas.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the API over HTTP. */
class SchemaRegistryTest {

  private final FakeTime time = new FakeTime();
  private final FakeRegistry server = FakeRegistry.start();
  private final SchemaRegistry registry = new SchemaRegistry(server.address(), time);
  private final Topics topics = new Topics("shop.", registry);
  private final LabelEvent label = new LabelEvent("a-7", 7, Instant.ofEpochMilli(123));

  SchemaRegistryTest() throws IOException {}

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void shouldRegisterEverySubjectWithItsCompatibility() throws Exception {
    registry.register(topics);

    assertThat(server.levels())
        .containsOnlyKeys(
            "shop.classifications-value",
            "shop.drift-acks-value",
            "shop.drift-reports-value",
            "shop.images-value",
            "shop.instances-value",
            "shop.labels-value",
            "shop.model-aliases-value",
            "shop.model-status-value",
            "shop.model-versions-value",
            "shop.shadow-reports-value")
        .containsValue("BACKWARD_TRANSITIVE")
        .hasSize(10);
    assertThat(server.levels().values()).containsOnly("BACKWARD_TRANSITIVE");
    for (int id = 1; id <= 10; id++) {
      assertThat(server.schema(id)).contains("org.inkstream.schemas").doesNotContain("avro.java");
    }
  }

  @Test
  void shouldRegisterNothingTwice() throws Exception {
    registry.register(topics);
    server.requests().clear();

    SchemaRegistry later = new SchemaRegistry(server.address(), time);
    later.register(new Topics("shop.", later));
    registry.register(topics);

    assertThat(server.requests())
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request).startsWith("GET "));
  }

  @Test
  void shouldWriteWithTheIdOfTheSubjectAskedForOnce() {
    server.add("other-value", "\"int\"");
    Wire<LabelEvent> wire = topics.labels().wire();

    byte[] first = wire.encode(label);
    int asked = server.requests().size();
    byte[] second = topics.labels().wire().encode(label);

    // A zero, the id 2, and the body: 06 and three characters, 0E for 7, F601 for 123.
    assertThat(first)
        .isEqualTo(second)
        .isEqualTo(HexFormat.of().parseHex("00" + "00000002" + "06612d37" + "0e" + "f601"));
    assertThat(server.requests()).hasSize(asked);
  }

  @Test
  void shouldReadItsOwnWithoutAsking() throws Exception {
    byte[] bytes = topics.labels().wire().encode(label);
    server.requests().clear();

    assertThat(topics.labels().wire().decode(bytes)).isEqualTo(label);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void shouldReadWhatAnotherProcessWrote() throws Exception {
    byte[] bytes = topics.labels().wire().encode(label);
    SchemaRegistry other = new SchemaRegistry(server.address(), time);
    server.requests().clear();

    assertThat(new Topics("", other).labels().wire().decode(bytes)).isEqualTo(label);
    assertThat(server.requests()).containsExactly("GET /api/schemas/ids/1");
  }

  @Test
  void shouldRefuseToStartBesideASchemaItCannotRead() {
    server.add("shop.labels-value", topics.labels().wire().schema().toString());
    server.add(
        "shop.labels-value",
        """
        {"type":"record","name":"LabelEvent","namespace":"org.inkstream.schemas","fields":[
         {"name":"id","type":"string"},
         {"name":"label","type":"string"},
         {"name":"observedAt","type":"long"}]}""");

    assertThatThrownBy(() -> registry.register(topics))
        .isInstanceOf(RefusedSchemaException.class)
        .hasMessage(
            "subject shop.labels-value of the schema registry: values of its version 2 cannot be"
                + " read with this release's LabelEvent: type mismatch at /fields/1/type: reader"
                + " type: INT not compatible with writer type: STRING");
  }

  @Test
  void shouldStartBesideSchemasItCanRead() throws Exception {
    server.add(
        "shop.labels-value",
        """
        {"type":"record","name":"LabelEvent","namespace":"org.inkstream.schemas","fields":[
         {"name":"id","type":"string"},
         {"name":"label","type":"int"},
         {"name":"observedAt","type":"int"},
         {"name":"who","type":"string"}]}""");
    server.level("shop.labels-value", "FULL");

    registry.register(topics);

    assertThat(server.levels()).containsEntry("shop.labels-value", "FULL");
    assertThat(topics.labels().wire().encode(label)[4]).isNotEqualTo((byte) 1);
  }

  @Test
  void shouldSayWhatTheRegistryRefuses() {
    server.refuseSchemas(
        new FakeRegistry.Fixed(
            409, "{\"error_code\":409,\"message\":\"Incompatible\\nartifact\"}"));

    assertThatThrownBy(() -> registry.register(topics))
        .isInstanceOf(RefusedSchemaException.class)
        .hasMessage(
            "subject shop.images-value of the schema registry: this release's ImageEvent is refused"
                + " with HTTP status 409: Incompatible artifact");
  }

  @Test
  void shouldWaitHalfAMinuteForARegistryThatIsAway() {
    server.close();

    assertThatThrownBy(() -> registry.register(topics))
        .isInstanceOf(UnresolvedSchemaException.class)
        .hasMessage("no schema registry answers at " + server.address() + ": no connection");
    assertThat(time.passed()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(30));
  }

  @Test
  void shouldTellAnIdThatIsNotThere() throws Exception {
    assertThatThrownBy(() -> decode(77))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessage("the schema registry knows no schema 77");
    assertThatThrownBy(() -> decode(-77)).isInstanceOf(UnknownSchemaException.class);
    assertThat(registry.trouble()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 <html>Not found</html>",
        "404 ",
        "404 {\"error_code\":404}",
        "401 {\"error_code\":401,\"message\":\"who are you?\"}",
        "403 ",
        "429 ",
        "500 {\"error_code\":50001}",
        "503 ",
        "200 <html>Welcome</html>",
        "200 {}",
        "302 ",
      })
  void shouldDecideNothingOnWordsThatAreNotARegistrys(String answer) {
    server.answerAll(
        new FakeRegistry.Fixed(Integer.parseInt(answer.substring(0, 3)), answer.substring(4)));

    assertThatThrownBy(() -> decode(77)).isInstanceOf(UnresolvedSchemaException.class);
    assertThat(registry.trouble()).isPresent();
  }

  @Test
  void shouldRefuseASchemaThatIsTooLargeInsteadOfWaitingForIt() {
    int id = server.add("x-value", "\"" + "x".repeat(300_000) + "\"");

    assertThatThrownBy(() -> decode(id))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("schema 1: it comes in an answer of more than 262144 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "garbage", "{\"type\":\"record\"}", "\"no-such-type\""})
  void shouldRefuseWhatIsNoSchema(String text) {
    int id = server.add("x-value", text);

    assertThatThrownBy(() -> decode(id))
        .isInstanceOf(UndecodableException.class)
        .isNotInstanceOf(UnknownSchemaException.class)
        .hasMessageStartingWith("schema 1: it is no Avro schema");
  }

  @Test
  void shouldRefuseASchemaOfManyLevels() {
    int id =
        server.add(
            "x-value",
            "{\"type\":\"array\",\"items\":".repeat(8_000) + "\"int\"" + "}".repeat(8_000));

    assertThatThrownBy(() -> decode(id))
        .isInstanceOf(UndecodableException.class)
        .hasMessageStartingWith("schema 1: it is no Avro schema");
  }

  @Test
  void shouldRefuseSchemasOfOtherKindsAndThoseInParts() {
    server.answerAll(
        new FakeRegistry.Fixed(200, "{\"schema\":\"{}\",\"schemaType\":\"PROTOBUF\"}"));
    assertThatThrownBy(() -> decode(1))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("schema 1: it is of type PROTOBUF, not AVRO");

    server.answerAll(
        new FakeRegistry.Fixed(
            200, "{\"schema\":\"\\\"int\\\"\",\"references\":[{\"name\":\"x\"}]}"));
    assertThatThrownBy(() -> decode(2))
        .isInstanceOf(UndecodableException.class)
        .hasMessage("schema 2: it refers to other schemas");
  }

  @Test
  void shouldSayWhoItIs() {
    SchemaRegistry known = new SchemaRegistry(server.address(Optional.of("ink:stream:1")), time);

    new Topics("", known).labels().wire().encode(label);

    assertThat(server.authorizations())
        .isNotEmpty()
        .containsOnly("Basic " + Base64.getEncoder().encodeToString("ink:stream:1".getBytes()));
  }

  @Test
  void shouldNameSubjectsOfAnyPrefixInPaths() {
    assertThat(RegistryHttp.part("a b/c?d+e-value")).isEqualTo("a%20b%2Fc%3Fd%2Be-value");
  }

  @Test
  void shouldLeaveRawBytesAlone() {
    assertThat(List.of(topics.modelArtifacts().wire() == null, topics.deadLetters().wire() == null))
        .containsOnly(true);
  }

  private void decode(int id) throws UndecodableException {
    topics.labels().wire().decode(ByteBuffer.allocate(20).putInt(1, id).array());
  }
}
