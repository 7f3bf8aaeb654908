package org.inkstream.model.schemaregistry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Enough of Confluent's API over HTTP to register and ask for schemas, with the words of a real
 * registry (Apicurio 3.0.9 was asked). It checks nothing.
 */
final class FakeRegistry implements AutoCloseable {

  static {
    // Or each answer waits for 40 ms; read when the first server is made.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** What is answered whatever is asked. */
  record Fixed(int status, String body) {}

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final Map<String, List<Integer>> subjects = new TreeMap<>();
  private final Map<String, String> levels = new TreeMap<>();
  private final List<String> schemas = new ArrayList<>();
  private final AtomicReference<Fixed> fixed = new AtomicReference<>();
  private final AtomicReference<Fixed> refusal = new AtomicReference<>();

  private FakeRegistry(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.start();
  }

  static FakeRegistry start() throws IOException {
    return new FakeRegistry(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  RegistryAddress address() {
    return address(Optional.empty());
  }

  RegistryAddress address(Optional<String> user) {
    return RegistryAddress.parse(
        "http://localhost:" + server.getAddress().getPort() + "/api/", user);
  }

  /** From now on all requests get this answer; null for those of a registry. */
  void answerAll(Fixed answer) {
    fixed.set(answer);
  }

  /** From now on whoever registers a schema gets this answer. */
  void refuseSchemas(Fixed answer) {
    refusal.set(answer);
  }

  /** Methods and paths, in order. */
  List<String> requests() {
    return requests;
  }

  List<String> authorizations() {
    return authorizations;
  }

  synchronized Map<String, String> levels() {
    return new TreeMap<>(levels);
  }

  synchronized void level(String subject, String level) {
    levels.put(subject, level);
  }

  synchronized String schema(int id) {
    return schemas.get(id - 1);
  }

  /** The id that the text has from now on. */
  synchronized int add(String subject, String schema) {
    int known = schemas.indexOf(schema) + 1;
    if (known == 0) {
      schemas.add(schema);
      known = schemas.size();
    }
    subjects.computeIfAbsent(subject, name -> new ArrayList<>()).add(known);
    return known;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
      Fixed answer = fixed.get();
      if (answer == null) {
        answer = answer(exchange.getRequestMethod(), path.substring("/api/".length()), body);
      }
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized Fixed answer(String method, String path, JsonNode body) throws IOException {
    String[] parts = path.split("/");
    if (path.startsWith("schemas/ids/")) {
      int id = Integer.parseInt(parts[2]);
      return id < 1 || id > schemas.size()
          ? none(40403, "No content with ID '" + id + "' was found.")
          : ok(
              Map.of("schema", schemas.get(id - 1), "schemaType", "AVRO", "references", List.of()));
    }
    String subject = parts[1];
    if (parts[0].equals("config")) {
      if (method.equals("PUT")) {
        levels.put(subject, body.get("compatibility").asText());
      }
      return levels.containsKey(subject)
          ? ok(Map.of("compatibilityLevel", levels.get(subject)))
          : none(40408, "Subject '" + subject + "' has no level.");
    }
    if (method.equals("POST") && refusal.get() != null) {
      return refusal.get();
    }
    if (method.equals("POST")) {
      return ok(Map.of("id", add(subject, body.get("schema").asText())));
    }
    if (!subjects.containsKey(subject)) {
      return none(40401, "No artifact with ID '" + subject + "' in group 'null' was found.");
    }
    List<Integer> ids = subjects.get(subject);
    if (parts.length == 3) {
      List<Integer> versions = new ArrayList<>();
      ids.forEach(id -> versions.add(versions.size() + 1));
      return ok(versions);
    }
    int version = Integer.parseInt(parts[3]);
    int id = ids.get(version - 1);
    return ok(
        Map.of("subject", subject, "version", version, "id", id, "schema", schemas.get(id - 1)));
  }

  private Fixed ok(Object body) throws IOException {
    return new Fixed(200, json.writeValueAsString(body));
  }

  private Fixed none(int code, String message) throws IOException {
    return new Fixed(404, json.writeValueAsString(Map.of("error_code", code, "message", message)));
  }
}
