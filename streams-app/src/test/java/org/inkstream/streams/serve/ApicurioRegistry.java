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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.inkstream.model.schemaregistry.RegistryAddress;

/**
 * Apicurio's registry in a JVM of its own, with its data in a folder, so that it may be away and
 * come back. The build unpacks it to {@code target/apicurio}.
 */
final class ApicurioRegistry implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  /**
   * @param folder of its data and its log
   */
  ApicurioRegistry(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  RegistryAddress address() {
    return RegistryAddress.parse("http://127.0.0.1:" + port + "/apis/ccompat/v7", Optional.empty());
  }

  /** Starts it, and returns once it answers. */
  ApicurioRegistry start() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-jar",
            runner().toString());
    builder.environment().put("APICURIO_STORAGE_KIND", "sql");
    builder.environment().put("APICURIO_STORAGE_SQL_KIND", "h2");
    builder
        .environment()
        .put("APICURIO_DATASOURCE_URL", "jdbc:h2:file:" + folder.resolve("data").toAbsolutePath());
    Path log = folder.resolve("apicurio.log");
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!answers()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        stop();
        throw new AssertionError("Apicurio does not answer; it says:\n" + Files.readString(log));
      }
      Deployment.pause();
    }
    return this;
  }

  /** Ends it; what was registered stays. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
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
    try {
      stop();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
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

  private static Path runner() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target", "apicurio"))) {
      List<Path> found = files.filter(file -> file.toString().endsWith("-runner.jar")).toList();
      if (found.size() != 1) {
        throw new AssertionError("one runner is expected in target/apicurio, found " + found);
      }
      return found.get(0);
    }
  }
}
