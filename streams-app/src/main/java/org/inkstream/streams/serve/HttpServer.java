package org.inkstream.streams.serve;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.streams.api.Api;

/** Health, metrics and the API over HTTP. */
final class HttpServer implements AutoCloseable {

  private static final int DEFAULT_PORT = 8080;
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Javalin server;

  private HttpServer(Javalin server) {
    this.server = server;
  }

  /**
   * Listens.
   *
   * @param port empty for the default port, or any free one if that is taken
   * @throws CommandFailure if the port is taken
   */
  static HttpServer start(
      String host,
      Optional<Integer> port,
      Supplier<Health> health,
      Supplier<String> metrics,
      Api api) {
    try {
      return new HttpServer(routes(health, metrics, api).start(host, port.orElse(DEFAULT_PORT)));
    } catch (JavalinBindException e) {
      if (port.isPresent()) {
        throw new CommandFailure("--http-port: " + host + ":" + port.get() + " is taken", e);
      }
      return new HttpServer(routes(health, metrics, api).start(host, 0));
    }
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private static Javalin routes(Supplier<Health> health, Supplier<String> metrics, Api api) {
    Javalin server =
        Javalin.create(
            config -> {
              config.showJavalinBanner = false;
              config.startupWatcherEnabled = false;
              Api.configure(config);
            });
    api.addTo(server);
    get(server, "/health/live", http -> answer(http, health.get().live(), health.get()));
    get(server, "/health/ready", http -> answer(http, health.get().ready(), health.get()));
    get(server, "/metrics", http -> http.contentType(PROMETHEUS).result(metrics.get()));
    return server;
  }

  /** HEAD is answered as GET is, of which Jetty leaves the body out. */
  private static void get(Javalin server, String path, Handler handler) {
    server.get(path, handler).head(path, handler);
  }

  private static void answer(Context http, boolean well, Health health) {
    http.status(well ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .json(Map.of("ok", well, "detail", health.detail()));
  }
}
