package org.inkstream.bench.swap;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.inkstream.bench.run.Arguments;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.run.Child;
import org.inkstream.bench.run.Parent;
import org.inkstream.bench.stream.AppSettings;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.streams.models.MissingVersion;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.serve.ServingApp;

/** {@code inkstream serve} in a JVM of its own. */
public final class ServeChild implements AutoCloseable {

  /** The child's role. */
  public static final String ROLE = "serve";

  static final String APPLICATION = "bench-swap";

  private static final int PATIENCE_SECONDS = 60;
  private static final Pattern PAGES = Pattern.compile("(http://[^/]+)/health/ready");

  private final Child child;
  private final long pid;
  private final LoadedVersions versions;

  private ServeChild(Child child) {
    this.child = child;
    JsonNode started = child.next();
    this.pid = started.get("pid").asLong();
    this.versions = new LoadedVersions(started.get("pages").asText());
  }

  /** One instance that keeps versions as {@code serve} does by default. */
  static ServeChild start(Bench bench, Cluster cluster) {
    return start(bench, cluster, APPLICATION, VersionSettings.DEFAULT.keepPrevious());
  }

  /**
   * One of several instances.
   *
   * @param instance its name
   * @param keepPrevious how long it keeps the champion before
   */
  static ServeChild start(Bench bench, Cluster cluster, String instance, Duration keepPrevious) {
    return new ServeChild(
        bench
            .children()
            .start(
                instance,
                true,
                Arguments.line(
                    ROLE,
                    Map.of(
                        "bootstrap", cluster.bootstrapServers(),
                        "instance", instance,
                        "keep", keepPrevious.toMillis()))));
  }

  /** Waits until so many events of the images topic are answered and committed. */
  static void awaitAnswers(Cluster cluster, long count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (cluster.committed(APPLICATION, Cluster.TOPICS.images().name()) < count) {
      if (System.nanoTime() > deadline) {
        throw new CommandFailure("not every event was answered in " + PATIENCE_SECONDS + " s");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /** The process. */
  long pid() {
    return pid;
  }

  /** Which versions it has loaded. */
  LoadedVersions versions() {
    return versions;
  }

  /** Stops it in good order. */
  void stop() {
    child.ask("stop");
  }

  @Override
  public void close() {
    child.close();
  }

  /** What the child does. */
  public static void run(Arguments arguments, Parent parent)
      throws IOException, InterruptedException {
    Map<String, Object> client = new HashMap<>();
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, arguments.text("bootstrap"));
    VersionSettings versions =
        new VersionSettings(Duration.ofMillis(arguments.number("keep")), MissingVersion.STOP);
    ServingApp app =
        new ServingApp(
            client,
            Cluster.TOPICS,
            AppSettings.PRODUCTION.serving(APPLICATION, arguments.text("instance"), versions));
    Thread stopping =
        new Thread(
            () -> {
              try {
                parent.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              app.stop();
            },
            "stop");
    stopping.setDaemon(true);
    stopping.start();
    app.run(
        line -> {
          Matcher pages = PAGES.matcher(line);
          if (pages.find()) {
            parent.say(Map.of("pid", ProcessHandle.current().pid(), "pages", pages.group(1)));
          }
        });
    parent.say(Map.of("stopped", true));
  }
}
