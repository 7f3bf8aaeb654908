package org.inkstream.bench.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.inkstream.bench.engine.Kind;
import org.inkstream.bench.run.Arguments;
import org.inkstream.bench.run.Bench;
import org.inkstream.bench.run.Child;
import org.inkstream.bench.run.Cpu;
import org.inkstream.bench.run.Parent;
import org.inkstream.streams.serve.ServeSettings;
import org.inkstream.streams.serve.StreamsConfiguration;

/** One application in a JVM of its own. */
public final class AppChild implements AutoCloseable {

  /** The child's role. */
  public static final String ROLE = "stream";

  private static final Duration CLOSE = Duration.ofSeconds(30);

  private final Child child;

  private AppChild(Child child) {
    this.child = child;
  }

  /**
   * How far an application is.
   *
   * @param cpuNanos processor time of its process
   * @param batches scored; 0 for those that do not count them
   * @param images in these batches
   * @param compared of these, scored by a shadow, too
   * @param shed those that the shadow had no room for
   */
  public record Progress(long cpuNanos, long batches, long images, long compared, long shed) {}

  /** Starts it; it begins to read at once. */
  public static AppChild start(
      Bench bench, Cluster cluster, Variant variant, AppSettings settings, String applicationId) {
    Kind kind = variant.kind().orElse(Kind.MLP);
    Map<String, Object> arguments = settings.asArguments();
    arguments.put("variant", variant.name());
    arguments.put("bootstrap", cluster.bootstrapServers());
    arguments.put("application", applicationId);
    arguments.put("network", bench.networkFile(kind));
    arguments.put("bundle", bench.bundleFile(kind));
    arguments.put("state", bench.folder().resolve(applicationId));
    return new AppChild(
        bench
            .children()
            .start(variant.title(settings), variant.helpers(), Arguments.line(ROLE, arguments)));
  }

  /** How far it is now. */
  public Progress progress() {
    JsonNode answer = child.ask("progress");
    return new Progress(
        answer.get("cpuNanos").asLong(),
        answer.get("batches").asLong(),
        answer.get("images").asLong(),
        answer.get("compared").asLong(),
        answer.get("shed").asLong());
  }

  /** False once its process has ended. */
  public boolean isAlive() {
    return child.isAlive();
  }

  /** Stops it in good order: what it has read is answered and committed. */
  public void stop() {
    child.ask("stop");
  }

  @Override
  public void close() {
    child.close();
  }

  /** What the child does. */
  public static void run(Arguments arguments, Parent parent)
      throws IOException, InterruptedException {
    Variant variant = Variant.valueOf(arguments.text("variant"));
    AppSettings wanted = AppSettings.of(arguments);
    ServeSettings settings = wanted.serving(arguments.text("application"));
    Map<String, Object> client = new HashMap<>();
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, arguments.text("bootstrap"));
    Path state = Path.of(arguments.text("state"));
    Path bundle = Path.of(arguments.text("bundle"));
    Path network = Path.of(arguments.text("network"));
    try (App app = app(variant, bundle, network, settings, wanted.shadow());
        KafkaStreams streams =
            new KafkaStreams(app.topology(), StreamsConfiguration.of(client, settings, state))) {
      streams.setUncaughtExceptionHandler(
          failure -> {
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          });
      streams.start();
      while (!parent.await().equals("stop")) {
        parent.say(
            Map.of(
                "cpuNanos", Cpu.processNanos(),
                "batches", app.batches(),
                "images", app.images(),
                "compared", app.compared(),
                "shed", app.shed()));
      }
      streams.close(CLOSE);
    }
    delete(state);
    parent.say(Map.of("stopped", true));
  }

  private static App app(
      Variant variant, Path bundle, Path network, ServeSettings settings, boolean shadow)
      throws IOException {
    String images = Cluster.TOPICS.images().name();
    String answers = Cluster.TOPICS.classifications().name();
    return switch (variant) {
      case PASS_THROUGH -> App.of(Rivals.passThrough(images, answers));
      case OURS_CONSTANT -> new Ours(bundle, true, settings, shadow);
      case OURS_MLP, OURS_CNN -> new Ours(bundle, false, settings, shadow);
      case JSON_DL4J, JSON_DL4J_ONEDNN ->
          App.of(Rivals.json(Cluster.JSON_IMAGES, answers, network));
      case ONNX -> App.of(Rivals.onnx(images, answers, network));
    };
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
