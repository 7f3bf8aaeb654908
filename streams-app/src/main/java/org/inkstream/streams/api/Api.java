package org.inkstream.streams.api;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.inkstream.model.fleet.RolloutRequest;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.UnresolvedSchemaException;
import org.inkstream.streams.lifecycle.Lifecycle;
import org.inkstream.streams.lifecycle.LifecycleFailure;
import org.inkstream.streams.lifecycle.VersionJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Versions over HTTP. Every call reads the registry anew. The document of the calls is {@code
 * openapi.json} beside this class. Safe for use by many threads.
 */
public final class Api {

  /** Where all calls begin. */
  static final String ROOT = "/api/";

  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final Duration LEAD = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String JSON = "application/json";

  /** The attribute of a request that has its answer. */
  private static final String TOLD = "inkstream.told";

  /**
   * One call.
   *
   * @param path in Javalin's form, with {@code {name}} for what varies
   * @param changes true if it changes something
   */
  record Route(HandlerType method, String path, boolean changes, Handler handler) {}

  private final Lifecycle lifecycle;
  private final Supplier<Map<String, Object>> self;
  private final Access access;

  /**
   * @param self what this instance says of itself
   * @param token that calls which change something have to bear; empty for none
   * @param host on which it listens: without a token, changes are taken on this machine alone
   */
  public Api(
      Lifecycle lifecycle,
      Supplier<Map<String, Object>> self,
      Optional<String> token,
      String host) {
    this.lifecycle = lifecycle;
    this.self = self;
    this.access = Access.of(token, host);
  }

  /** Lets a server tell of errors as the API does, before any call is looked for. */
  public static void configure(JavalinConfig config) {
    config.http.prefer405over404 = true;
    config.jetty.modifyServer(server -> server.setErrorHandler(new RequestErrors()));
  }

  /** Adds all calls, and how their errors are told. */
  public void addTo(Javalin server) {
    for (Route route : routes()) {
      Handler handler =
          http -> {
            if (route.changes()) {
              access.require(http);
            }
            route.handler().handle(http);
          };
      server.addHttpHandler(route.method(), route.path(), handler);
      if (route.method() == HandlerType.GET) {
        // As GET, and Jetty leaves the body out.
        server.addHttpHandler(HandlerType.HEAD, route.path(), handler);
      }
    }
    server.exception(ApiProblem.class, (problem, http) -> tell(http, problem));
    server.exception(LifecycleFailure.class, (failure, http) -> tell(http, problem(failure)));
    unavailable(server, KafkaException.class, "Kafka does not answer");
    unavailable(server, UnresolvedSchemaException.class, "the schema registry does not answer");
    server.error(
        HttpStatus.NOT_FOUND, http -> untold(http, "no-such-call", "there is no such call"));
    server.error(
        HttpStatus.METHOD_NOT_ALLOWED,
        http -> untold(http, "no-such-call", "not with this method"));
    server.error(
        HttpStatus.INTERNAL_SERVER_ERROR,
        http -> untold(http, "internal", "the call failed; the log says why"));
  }

  List<Route> routes() {
    return List.of(
        new Route(HandlerType.GET, "/api/models", false, this::models),
        new Route(HandlerType.GET, "/api/models/{version}", false, this::model),
        new Route(HandlerType.POST, "/api/models/{version}/promote", true, this::promote),
        new Route(HandlerType.POST, "/api/rollback", true, this::rollback),
        new Route(HandlerType.POST, "/api/shadow", true, this::shadow),
        new Route(HandlerType.GET, "/api/status", false, this::status),
        new Route(HandlerType.GET, "/api/openapi.json", false, Api::document));
  }

  private void models(Context http) {
    http.json(lifecycle.versions().stream().map(VersionJson::summary).toList());
  }

  private void model(Context http) {
    http.json(VersionJson.detail(lifecycle.version(http.pathParam("version"))));
  }

  private void status(Context http) {
    Map<String, Object> status = new LinkedHashMap<>(self.get());
    status.put("champion", lifecycle.champion().orElse(null));
    status.put("instances", VersionJson.instances(lifecycle.fleet()));
    http.json(status);
  }

  private void promote(Context http) {
    Body body = Body.of(http, Set.of("wait", "at", "force", "reason"));
    promote(
        http,
        http.pathParam("version"),
        body.time("at"),
        body.seconds("wait", PATIENCE),
        body.flag("force"),
        body.text("reason").orElse("promote"));
  }

  private void rollback(Context http) {
    Body body = Body.of(http, Set.of("to"));
    String version = lifecycle.rollbackTo(body.text("to"));
    // What is wrong now does not wait for an instance that hangs.
    promote(http, version, Optional.empty(), Duration.ZERO, false, "rollback");
  }

  private void shadow(Context http) {
    Body body = Body.of(http, Set.of("version"));
    if (!body.has("version")) {
      throw ApiProblem.badRequest("version is missing; null for none");
    }
    Optional<String> version = body.text("version");
    Optional<AliasChange> change = lifecycle.shadow(version, Duration.ZERO, "shadow", who(http));
    tell(http, version.orElse(null), change, List.of());
  }

  private void promote(
      Context http,
      String version,
      Optional<Instant> at,
      Duration patience,
      boolean force,
      String reason) {
    List<String> progress = new ArrayList<>();
    Optional<AliasChange> change =
        lifecycle.promote(
            new RolloutRequest(version, LEAD, at, patience, force, reason, who(http)),
            progress::add);
    tell(http, version, change, progress);
  }

  private static void tell(
      Context http, String version, Optional<AliasChange> change, List<String> progress) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version);
    json.put("changed", change.isPresent());
    json.put("change", change.map(VersionJson::change).orElse(null));
    json.put("progress", progress);
    http.json(json);
  }

  private static String who(Context http) {
    return "http " + http.ip();
  }

  private static void document(Context http) {
    try (InputStream document = Api.class.getResourceAsStream("openapi.json")) {
      http.contentType(JSON).result(document.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiProblem problem(LifecycleFailure failure) {
    return switch (failure.kind()) {
      case NOT_PUBLISHED ->
          new ApiProblem(HttpStatus.NOT_FOUND, "not-published", failure.getMessage());
      case NOT_LOADED -> new ApiProblem(HttpStatus.CONFLICT, "not-loaded", failure.getMessage());
      case REFUSED -> new ApiProblem(HttpStatus.CONFLICT, "refused", failure.getMessage());
      case NAMED -> new ApiProblem(HttpStatus.CONFLICT, "named", failure.getMessage());
      case NO_PREVIOUS -> new ApiProblem(HttpStatus.CONFLICT, "no-previous", failure.getMessage());
      case IN_THE_PAST -> new ApiProblem(HttpStatus.CONFLICT, "in-the-past", failure.getMessage());
    };
  }

  private static void unavailable(
      Javalin server, Class<? extends RuntimeException> type, String detail) {
    server.exception(
        type,
        (failure, http) -> {
          LOG.warn("event=api-failed path={} error={}", http.path(), failure.toString());
          tell(http, new ApiProblem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", detail));
        });
  }

  private static void untold(Context http, String kind, String detail) {
    // Not over the answer of one of our own calls.
    if (http.path().startsWith(ROOT) && http.attribute(TOLD) == null) {
      tell(http, new ApiProblem(http.status(), kind, detail));
    }
  }

  private static void tell(Context http, ApiProblem problem) {
    http.attribute(TOLD, problem);
    http.status(problem.status()).json(problem.body()).contentType(ApiProblem.MEDIA_TYPE);
  }
}
