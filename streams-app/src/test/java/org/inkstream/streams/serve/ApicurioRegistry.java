package org.inkstream.streams.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.inkstream.model.schemaregistry.RegistryAddress;
import org.inkstream.streams.cluster.BrokerSource;

/**
 * Apicurio's registry, which may be away and come back. It runs in a container of the image in the
 * environment's {@code INKSTREAM_TEST_APICURIO_IMAGE} if there is one and the tests take containers
 * ({@link BrokerSource}), else in a JVM.
 */
final class ApicurioRegistry implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String IMAGE = "INKSTREAM_TEST_APICURIO_IMAGE";

  private final int port;
  private final ApicurioServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Not started.
   *
   * @param folder of its data and its log, if it runs in a JVM
   */
  ApicurioRegistry(Path folder) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    String image = System.getenv(IMAGE);
    this.server =
        image != null && BrokerSource.whyNoContainers().isEmpty()
            ? new ApicurioContainer(image, port)
            : new ApicurioProcess(folder, port);
  }

  RegistryAddress address() {
    return RegistryAddress.parse("http://127.0.0.1:" + port + "/apis/ccompat/v7", Optional.empty());
  }

  /** Starts it, and returns once it answers. */
  ApicurioRegistry start() throws IOException, InterruptedException {
    server.start();
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!answers()) {
      if (Instant.now().isAfter(deadline)) {
        String said = server.log();
        close();
        throw new AssertionError("Apicurio does not answer; it says:\n" + said);
      }
      if (!server.isAlive()) {
        // It gives its own database five seconds to open, which a busy machine may not have.
        server.start();
      }
      Deployment.pause();
    }
    return this;
  }

  /** Ends it; what was registered stays. */
  void stop() throws InterruptedException {
    server.stop();
  }

  /** The answer to a GET, in JSON. */
  JsonNode get(String path) throws IOException, InterruptedException {
    return ask(request(path).GET());
  }

  /** Registers a schema as a client in another language would, and returns its id. */
  int register(String subject, String schema) throws IOException, InterruptedException {
    JsonNode answer =
        ask(
            request("/subjects/" + subject + "/versions")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("schema", schema)))));
    if (!answer.has("id")) {
      throw new AssertionError(answer.toString());
    }
    return answer.get("id").asInt();
  }

  @Override
  public void close() {
    server.remove();
  }

  private JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
    return JSON.readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address().url() + path))
        .timeout(Duration.ofSeconds(10))
        .header("Content-Type", "application/vnd.schemaregistry.v1+json");
  }

  private boolean answers() throws InterruptedException {
    try {
      return get("/subjects").isArray();
    } catch (IOException e) {
      return false;
    }
  }

  /** The environment that keeps data in a file, for whoever runs it. */
  static Map<String, String> storage(Path file) {
    return Map.of(
        "APICURIO_STORAGE_KIND", "sql",
        "APICURIO_STORAGE_SQL_KIND", "h2",
        "APICURIO_DATASOURCE_URL", "jdbc:h2:file:" + file);
  }
}
