package org.inkstream.model.schemaregistry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.inkstream.schemas.Wire;
import org.inkstream.schemas.WriterSchemas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our schemas in the registry, a subject for each topic. */
final class Subjects implements SchemaCache.Lookup {

  private static final Logger LOG = LoggerFactory.getLogger(Subjects.class);

  private static final String COMPATIBILITY = "BACKWARD_TRANSITIVE";

  // The API's codes for what is not there.
  private static final int NO_SUBJECT = 40401;
  private static final int NO_VERSION = 40402;
  private static final int NO_SCHEMA = 40403;
  private static final int NO_SUBJECT_LEVEL = 40408;

  /** Hears of a schema and its id. */
  interface Seen {
    void schema(int id, Schema schema);
  }

  private final RegistryHttp http;

  Subjects(RegistryHttp http) {
    this.http = http;
  }

  @Override
  public WriterSchemas.Answer ask(int id) throws IOException, InterruptedException {
    RegistryHttp.Answer answer;
    try {
      answer = http.get("/schemas/ids/" + id);
    } catch (RegistryHttp.TooLargeException e) {
      // It is as large the next time: an event would wait for ever.
      return new WriterSchemas.Unusable("it comes in " + e.getMessage());
    }
    if (answer.isOk() && answer.body().path("schema").isTextual()) {
      return SchemaText.parse(answer.body());
    }
    if (answer.saysNone(NO_SCHEMA)) {
      return new WriterSchemas.Unknown();
    }
    throw notAsARegistry(answer);
  }

  /**
   * The id of a topic's schema, which is registered if it is not yet.
   *
   * @param seen hears of every schema of the subject
   * @throws RefusedSchemaException if a registered schema and ours do not fit, or the registry
   *     refuses ours
   * @throws IOException if the registry does not answer, or not as a registry does
   */
  int ensure(String subject, Wire<?> wire, Seen seen) throws IOException, InterruptedException {
    Schema ours = wire.schema();
    List<Integer> versions = versions(subject);
    int id = -1;
    for (int version : versions) {
      RegistryHttp.Answer answer =
          http.get("/subjects/" + RegistryHttp.part(subject) + "/versions/" + version);
      if (answer.saysNone(NO_SUBJECT, NO_VERSION)) {
        continue;
      }
      int registered = number(answer, "id");
      Schema schema = fitting(subject, wire, version, answer.body());
      seen.schema(registered, schema);
      if (schema.equals(ours)) {
        id = registered;
      }
    }
    if (id < 0) {
      id = register(subject, ours);
      seen.schema(id, ours);
    }
    if (versions.isEmpty()) {
      setCompatibility(subject);
    } else {
      requireCompatibility(subject);
    }
    return id;
  }

  private List<Integer> versions(String subject) throws IOException, InterruptedException {
    RegistryHttp.Answer answer = http.get("/subjects/" + RegistryHttp.part(subject) + "/versions");
    if (answer.saysNone(NO_SUBJECT)) {
      return List.of();
    }
    if (!answer.isOk() || !answer.body().isArray()) {
      throw notAsARegistry(answer);
    }
    return answer.body().valueStream().map(JsonNode::asInt).toList();
  }

  private static Schema fitting(String subject, Wire<?> wire, int version, JsonNode body) {
    WriterSchemas.Answer parsed = SchemaText.parse(body);
    if (parsed instanceof WriterSchemas.Unusable unusable) {
      throw new RefusedSchemaException(subject, "version " + version + ": " + unusable.reason());
    }
    Schema schema = ((WriterSchemas.Found) parsed).schema();
    List<String> differences = wire.differences(schema);
    if (!differences.isEmpty()) {
      throw new RefusedSchemaException(
          subject,
          "values of its version %d cannot be read with this release's %s: %s"
              .formatted(version, wire.type().getSimpleName(), String.join("; ", differences)));
    }
    return schema;
  }

  private int register(String subject, Schema schema) throws IOException, InterruptedException {
    RegistryHttp.Answer answer =
        http.post(
            "/subjects/" + RegistryHttp.part(subject) + "/versions",
            JsonNodeFactory.instance.objectNode().put("schema", schema.toString()));
    if (answer.status() == 409 || answer.status() == 422) {
      throw new RefusedSchemaException(
          subject, "this release's " + schema.getName() + " is refused with " + answer.error());
    }
    int id = number(answer, "id");
    LOG.info("event=schema-registered subject={} id={}", subject, id);
    return id;
  }

  private void setCompatibility(String subject) throws IOException, InterruptedException {
    RegistryHttp.Answer answer =
        http.put(
            "/config/" + RegistryHttp.part(subject),
            JsonNodeFactory.instance.objectNode().put("compatibility", COMPATIBILITY));
    if (!answer.isOk()) {
      throw notAsARegistry(answer);
    }
  }

  /** Left as somebody has set it; but a subject that has none is as good as made by halves. */
  private void requireCompatibility(String subject) throws IOException, InterruptedException {
    RegistryHttp.Answer answer = http.get("/config/" + RegistryHttp.part(subject));
    if (answer.saysNone(NO_SUBJECT_LEVEL)) {
      setCompatibility(subject);
      return;
    }
    if (!answer.isOk()) {
      throw notAsARegistry(answer);
    }
    String level = answer.body().path("compatibilityLevel").asText();
    if (!level.equals(COMPATIBILITY)) {
      LOG.warn(
          "event=subject-compatibility subject={} level={} expected={}",
          subject,
          level,
          COMPATIBILITY);
    }
  }

  private static int number(RegistryHttp.Answer answer, String name) throws IOException {
    JsonNode number = answer.body().path(name);
    if (!answer.isOk() || !number.isInt()) {
      throw notAsARegistry(answer);
    }
    return number.intValue();
  }

  /** Anything else than the API's own words: nothing is decided on it. */
  private static IOException notAsARegistry(RegistryHttp.Answer answer) {
    return new IOException("it answers with " + answer.error());
  }

  /** Where it is, for people. */
  @Override
  public String toString() {
    return http.toString();
  }
}
