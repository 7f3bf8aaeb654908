package org.inkstream.bench.swap;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.inkstream.bench.run.Arguments;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.run.Child;
import org.inkstream.bench.run.Parent;
import org.inkstream.bench.stream.AppSettings;
import org.inkstream.bench.stream.Cluster;
import org.inkstream.streams.serve.ServingApp;

/** {@code inkstream serve} in a JVM of its own. */
public final class ServeChild implements AutoCloseable {

  /** The child's role. */
  public static final String ROLE = "serve";

  static final String APPLICATION = "bench-swap";

  private final Child child;

  private ServeChild(Child child) {
    this.child = child;
  }

  static ServeChild start(Bench bench, Cluster cluster) {
    return new ServeChild(
        bench
            .children()
            .start(
                "serve",
                true,
                Arguments.line(ROLE, Map.of("bootstrap", cluster.bootstrapServers()))));
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
    ServingApp app =
        new ServingApp(client, Cluster.TOPICS, AppSettings.PRODUCTION.serving(APPLICATION));
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
    app.run(line -> {});
    parent.say(Map.of("stopped", true));
  }
}
