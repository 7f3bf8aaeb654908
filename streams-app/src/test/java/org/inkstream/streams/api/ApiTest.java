package org.inkstream.streams.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.Javalin;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.inkstream.model.topic.Topics;
import org.inkstream.streams.lifecycle.Lifecycle;
import org.inkstream.streams.lifecycle.LifecycleFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided before anything is asked of Kafka: there is none here. */
class ApiTest {

  private static final String TOKEN = "a token that nobody guesses";
  private static final String PROMOTE = "/api/models/v1/promote";
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Javalin> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(Javalin::stop);
  }

  @Test
  void shouldDescribeEveryCallAndNoOther() throws Exception {
    JsonNode document = JSON.readTree(Api.class.getResourceAsStream("openapi.json"));
    Set<String> described = new TreeSet<>();
    document
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    Set<String> routes = new TreeSet<>();
    for (Api.Route route : api(Optional.empty(), "localhost").routes()) {
      routes.add(route.method() + " " + route.path());
      JsonNode operation =
          document
              .at("/paths")
              .get(route.path())
              .get(route.method().name().toLowerCase(Locale.ROOT));
      assertThat(operation.has("security")).as(route.path()).isEqualTo(route.changes());
      assertThat(operation.at("/responses").has("401")).isEqualTo(route.changes());
    }

    assertThat(document.get("openapi").textValue()).isEqualTo("3.1.0");
    assertThat(routes).isEqualTo(described);
  }

  @Test
  void shouldPointToDefinitionsThatAreThere() throws Exception {
    JsonNode document = JSON.readTree(Api.class.getResourceAsStream("openapi.json"));

    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference -> assertThat(document.at(reference.substring(1)).isObject()).isTrue());
  }

  @Test
  void shouldNameEveryKindOfProblemInItsDocument() throws Exception {
    String description =
        JSON.readTree(Api.class.getResourceAsStream("openapi.json"))
            .at("/components/schemas/Problem/description")
            .textValue();

    for (LifecycleFailure.Kind kind : LifecycleFailure.Kind.values()) {
      assertThat(description).contains(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  @Test
  void shouldServeItsDocument() throws Exception {
    HttpResponse<String> answer = get(start(Optional.empty(), "localhost"), "/api/openapi.json");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).at("/info/title").textValue()).isEqualTo("Inkstream");
  }

  @ParameterizedTest
  @ValueSource(strings = {PROMOTE, "/api/rollback", "/api/shadow"})
  void shouldChangeNothingWithoutTheToken(String path) throws Exception {
    int port = start(Optional.of(TOKEN), "localhost");

    for (Optional<String> borne :
        List.of(
            Optional.<String>empty(),
            Optional.of("Bearer " + TOKEN + "x"),
            Optional.of("Bearer "),
            Optional.of(TOKEN))) {
      HttpResponse<String> answer = post(port, path, "{}", borne, Map.of());
      assertProblem(answer, 401, "unauthorized");
      assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
    // It is let in, and what is wrong then is something else.
    assertProblem(
        post(port, path, "[]", Optional.of("Bearer " + TOKEN), Map.of()), 400, "bad-request");
  }

  @ParameterizedTest
  @ValueSource(strings = {PROMOTE, "/api/rollback", "/api/shadow"})
  void shouldTakeChangesFromThisMachineOnlyWhereThereIsNoToken(String path) throws Exception {
    int open = start(Optional.empty(), "0.0.0.0");
    int local = start(Optional.empty(), "localhost");

    assertProblem(post(open, path, "{}", Optional.empty(), Map.of()), 403, "forbidden");
    assertProblem(
        post(local, path, "{}", Optional.empty(), Map.of("Origin", "https://example.org")),
        403,
        "forbidden");
    assertProblem(post(local, path, "[]", Optional.empty(), Map.of()), 400, "bad-request");
  }

  @Test
  void shouldTakeNoBodyOfMoreThanSixtyFourKibibytes() throws Exception {
    int port = start(Optional.empty(), "localhost");
    String just = "{\"reason\": 1" + " ".repeat(64 * 1024 - 13) + "}";

    assertThat(just).hasSize(64 * 1024);
    assertProblem(post(port, PROMOTE, just, Optional.empty(), Map.of()), 400, "bad-request");
    assertProblem(post(port, PROMOTE, just + " ", Optional.empty(), Map.of()), 413, "too-large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"wait\": -1}",
        "{\"wait\": 601}",
        "{\"wait\": \"30\"}",
        "{\"at\": \"tomorrow\"}",
        "{\"force\": \"yes\"}",
        "{\"reason\": 1}",
        "{\"lead\": 2}",
        "{} {}",
        "null",
        "{"
      })
  void shouldSayWhatIsWrongWithABody(String body) throws Exception {
    HttpResponse<String> answer =
        post(start(Optional.empty(), "localhost"), PROMOTE, body, Optional.empty(), Map.of());

    assertProblem(answer, 400, "bad-request");
    assertThat(JSON.readTree(answer.body()).get("detail").textValue()).isNotBlank();
  }

  @Test
  void shouldWantAVersionOrNullForTheShadow() throws Exception {
    int port = start(Optional.empty(), "localhost");

    HttpResponse<String> answer = post(port, "/api/shadow", "{}", Optional.empty(), Map.of());

    assertProblem(answer, 400, "bad-request");
    assertThat(answer.body()).contains("version is missing");
  }

  @Test
  void shouldTellOfCallsThatDoNotExistAsItTellsOfOthers() throws Exception {
    int port = start(Optional.empty(), "localhost");

    assertProblem(get(port, "/api/nothing"), 404, "no-such-call");
    assertProblem(get(port, PROMOTE), 405, "no-such-call");
    assertThat(get(port, "/nothing").headers().firstValue("Content-Type").orElse(""))
        .doesNotContain("problem");
  }

  @Test
  void shouldTellAMissingTokenFromAWrongOne() throws Exception {
    int port = start(Optional.of(TOKEN), "localhost");

    assertThat(post(port, PROMOTE, "{}", Optional.empty(), Map.of()).body())
        .contains("the token of --http-token-file is wanted");
    assertThat(post(port, PROMOTE, "{}", Optional.of("Bearer guessed"), Map.of()).body())
        .contains("is not the token of --http-token-file")
        .doesNotContain("guessed");
  }

  @Test
  void shouldAnswerHeadAsGetWithoutABody() throws Exception {
    int port = start(Optional.empty(), "localhost");

    HttpResponse<String> there = head(port, "/api/openapi.json");
    assertThat(there.statusCode()).isEqualTo(200);
    assertThat(there.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(there.body()).isEmpty();
    HttpResponse<String> missing = head(port, "/api/nothing");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(missing.body()).isEmpty();
  }

  /** No client of the JDK sends such a thing. */
  @ParameterizedTest
  @ValueSource(strings = {"/api/models/%zz", "/api/models/%"})
  void shouldTellOfPathsThatCannotBeReadAsItTellsOfOthers(String path) throws Exception {
    int port = start(Optional.empty(), "localhost");
    String answer;
    try (Socket socket = new Socket("localhost", port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase("content-type: application/problem+json")
        .doesNotContain("<html>");
    JsonNode problem = JSON.readTree(answer.substring(answer.indexOf('{')));
    assertThat(problem.get("type").textValue()).isEqualTo("urn:inkstream:problem:bad-request");
    assertThat(problem.get("status").intValue()).isEqualTo(400);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String kind)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.get("type").textValue()).isEqualTo("urn:inkstream:problem:" + kind);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("title").textValue()).isNotBlank();
  }

  private static Api api(Optional<String> token, String host) {
    Lifecycle nowhere =
        new Lifecycle(
            Map.of("bootstrap.servers", "localhost:1"),
            new Topics(""),
            Duration.ofSeconds(15),
            InstantSource.system());
    return new Api(nowhere, Map::of, token, host);
  }

  private int start(Optional<String> token, String host) {
    Javalin server = Javalin.create(Api::configure);
    api(token, host).addTo(server);
    servers.add(server);
    return server.start("localhost", 0).port();
  }

  private HttpResponse<String> head(int port, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method("HEAD", HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(int port, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(
      int port, String path, String body, Optional<String> authorization, Map<String, String> more)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    authorization.ifPresent(value -> request.header("Authorization", value));
    more.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
