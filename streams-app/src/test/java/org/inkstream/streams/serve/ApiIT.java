package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Versions over HTTP, on an instance that serves. */
@Timeout(180)
class ApiIT {

  private static final String TOKEN = "a token that nobody guesses";
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void shouldDoWhatTheCommandsDo() throws Exception {
    Deployment deployment =
        new Deployment(1)
            .publish(TestModel.of("v1", 1))
            .publish(TestModel.of("v2", 2))
            .publish(TestModel.of("v3", 3));
    deployment.promote("v1", Duration.ZERO);
    try (ServeThread serve =
        ServeThread.start(deployment, "api", "one", VersionSettings.DEFAULT, Optional.of(TOKEN))) {
      serve.awaitReady();

      JsonNode promoted = json(post(serve, "/api/models/v2/promote", "{\"reason\": \"better\"}"));
      assertThat(promoted.get("changed").booleanValue()).isTrue();
      assertThat(promoted.at("/change/previous").textValue()).isEqualTo("v1");
      assertThat(promoted.at("/change/reason").textValue()).isEqualTo("better");
      assertThat(promoted.at("/change/who").textValue()).startsWith("http ");
      long inForce = Instant.parse(promoted.at("/change/effectiveFrom").textValue()).toEpochMilli();
      serve.await("to be past the change", () -> System.currentTimeMillis() > inForce);

      JsonNode v2 = json(get(serve, "/api/models/v2"));
      assertThat(v2.at("/aliases/0").textValue()).isEqualTo("champion");
      assertThat(v2.at("/fleet/live").intValue()).isEqualTo(1);
      assertThat(v2.at("/fleet/loaded/0").textValue()).isEqualTo("one");
      assertThat(v2.at("/accuracy").doubleValue()).isEqualTo(0.5);
      assertThat(v2.at("/history").findValuesAsText("alias")).contains("champion");
      assertThat(v2.at("/instances/one/state").textValue()).isIn("LOADED", "SWAPPED");
      assertThat(json(get(serve, "/api/models")).findValuesAsText("version"))
          .contains("v1", "v2", "v3");

      JsonNode shadow = json(post(serve, "/api/shadow", "{\"version\": \"v3\"}"));
      assertThat(shadow.at("/change/alias").textValue()).isEqualTo("shadow");
      assertThat(shadowNow(deployment)).contains("v3");
      assertThat(json(post(serve, "/api/shadow", "{\"version\": \"v3\"}")).get("changed"))
          .isEqualTo(JSON.readTree("false"));
      json(post(serve, "/api/shadow", "{\"version\": null}"));
      assertThat(shadowNow(deployment)).isEmpty();

      JsonNode back = json(post(serve, "/api/rollback", "{}"));
      assertThat(back.get("version").textValue()).isEqualTo("v1");
      assertThat(back.at("/change/reason").textValue()).isEqualTo("rollback");

      JsonNode status = json(get(serve, "/api/status"));
      assertThat(status.get("instance").textValue()).isEqualTo("one");
      assertThat(status.get("ready").booleanValue()).isTrue();
      assertThat(status.at("/instances/0/loaded").has("v2")).isTrue();
      assertThat(status.at("/instances/0/partitions/0").intValue()).isZero();

      for (HttpResponse<String> unknown :
          List.of(
              post(serve, "/api/models/v9/promote", "{}"),
              post(serve, "/api/rollback", "{\"to\": \"v9\"}"),
              post(serve, "/api/shadow", "{\"version\": \"v9\"}"),
              get(serve, "/api/models/v9"))) {
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("urn:inkstream:problem:not-published", "v9");
      }
      HttpResponse<String> past =
          post(serve, "/api/models/v3/promote", "{\"at\": \"2020-01-01T00:00:00Z\"}");
      assertThat(past.statusCode()).isEqualTo(409);
      assertThat(past.body()).contains("urn:inkstream:problem:in-the-past");
    }
  }

  private static Optional<String> shadowNow(Deployment deployment) {
    return RegistryReader.readAll(deployment.kafka().client(), deployment.topics())
        .history(RegistrySnapshot.SHADOW)
        .at(System.currentTimeMillis());
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> get(ServeThread serve, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(serve.root() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(ServeThread serve, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(serve.root() + path))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
