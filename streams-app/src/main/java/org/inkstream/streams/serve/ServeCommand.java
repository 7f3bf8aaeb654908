package org.inkstream.streams.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Interruption;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.signing.KeyFileException;
import org.inkstream.model.signing.TrustedKeys;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.labels.LabelSettings;
import org.inkstream.streams.models.MissingVersion;
import org.inkstream.streams.models.ModelSettings;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.probation.ProbationSettings;
import org.inkstream.streams.scoring.ScoringSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Classifies the stream until it is interrupted. */
@Command(
    name = "serve",
    description =
        "Classifies the events of the images topic. Start as many as you like: instances with the"
            + " same application id share the partitions.")
public final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  /** Shorter ones can be guessed. */
  private static final int LEAST_TOKEN = 16;

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--application-id",
      paramLabel = "ID",
      description =
          "Instances with the same one share the work; a new one reads the topic from its"
              + " beginning. Default: the topic prefix and 'inkstream'.")
  private String applicationId;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description = "Name in status and logs. Default: the host's name and a random number.")
  private String instance;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Stream threads. Default: one for each core but one.")
  private Integer threads;

  @Option(
      names = "--guarantee",
      paramLabel = "G",
      defaultValue = "exactly-once",
      description =
          "exactly-once, or at-least-once, which answers sooner and may answer twice after a"
              + " crash. Default: ${DEFAULT-VALUE}.")
  private String guarantee;

  @Option(
      names = "--commit-interval",
      paramLabel = "MS",
      defaultValue = "100",
      description =
          "Milliseconds between commits; with exactly-once an answer becomes visible with the next"
              + " one. Default: ${DEFAULT-VALUE}.")
  private long commitInterval;

  @Option(
      names = "--max-batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Most events scored at once, 1 to 4096. Default: ${DEFAULT-VALUE}.")
  private int maxBatch;

  @Option(
      names = "--linger",
      paramLabel = "MS",
      defaultValue = "5",
      description =
          "Milliseconds an event waits for others to be scored with, up to four times as long while"
              + " others keep coming. Default: ${DEFAULT-VALUE}.")
  private long linger;

  @Option(
      names = "--drift-window",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "Length of the windows of drift statistics; the same on all instances. Default:"
              + " ${DEFAULT-VALUE}.")
  private long driftWindow;

  @Option(
      names = "--labels-within",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description =
          "How far apart an event and its label may be to count in the drift windows, whichever is"
              + " first, 0 to 604800; 0: labels are not read. What is held for labels grows with"
              + " it. The same on all instances. Default: ${DEFAULT-VALUE}.")
  private long labelsWithin;

  @Option(
      names = "--drift-sample",
      paramLabel = "SHARE",
      defaultValue = "1",
      description =
          "Share of the events whose statistics are taken, 0 to 1; all are counted."
              + " The same on all instances. Default: ${DEFAULT-VALUE}.")
  private double driftSample;

  @Option(
      names = "--auto-rollback",
      description =
          "Roll a new champion back by itself if it errs, fails or is slow in its probation.")
  private boolean autoRollback;

  @Option(
      names = "--probation",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description =
          "How long a new champion is on probation, 1 to 604800. Default: ${DEFAULT-VALUE}.")
  private long probation;

  @Option(
      names = "--slow-batch",
      paramLabel = "MS",
      defaultValue = "512",
      description =
          "A batch that takes as long as this to be scored counts as slow in a probation, 1 to"
              + " 16000; more than 5 of 100 are too many. Default: ${DEFAULT-VALUE}.")
  private long slowBatch;

  @Option(
      names = "--trusted-keys",
      paramLabel = "DIR",
      description =
          "Folder of public keys (*.pub): a bundle must be signed by one of them. Read at the start."
              + " Default: any bundle is accepted.")
  private Path trustedKeys;

  @Option(
      names = "--model-memory",
      paramLabel = "SIZE",
      description =
          "Native memory that all loaded versions may take together, such as 512m or 2g. Default: a"
              + " quarter of the machine's or the container's memory, at most what the native"
              + " library may allocate.")
  private String modelMemory;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Partitions of the event topics, if they have to be created. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(
      names = "--http-host",
      paramLabel = "HOST",
      defaultValue = "localhost",
      description = "Where health, metrics and the API are served. Default: ${DEFAULT-VALUE}.")
  private String httpHost;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description =
          "Port of health and metrics; 0 for any free one. Default: 8080, or a free one if that is"
              + " taken.")
  private Integer httpPort;

  @Option(
      names = "--http-token-file",
      paramLabel = "FILE",
      description =
          "Its first line is the token that calls which change something have to bear"
              + " (Authorization: Bearer ...). Without it they are taken from this machine only.")
  private Path httpTokenFile;

  @Option(
      names = "--keep-previous",
      paramLabel = "MINUTES",
      defaultValue = "60",
      description =
          "How long the champion before stays loaded for a rollback, 0 to 10080. Default:"
              + " ${DEFAULT-VALUE}.")
  private long keepPrevious;

  @Option(
      names = "--missing-version",
      paramLabel = "WHAT",
      defaultValue = "stop",
      description =
          "What becomes of events whose champion was deleted: stop, or champion, and then the"
              + " present champion answers. Default: ${DEFAULT-VALUE}.")
  private String missingVersion;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of Kafka Streams, in its own keys; wins over ours. Repeatable.")
  private Map<String, String> overrides = new TreeMap<>();

  /** Serves. */
  @Override
  public Integer call() {
    ServeSettings settings = settings();
    if (settings.models().trusted().isEmpty()) {
      LOG.warn("event=any-network-accepted detail=no --trusted-keys, so nothing has to be signed");
    }
    kafka.requireTopics(settings.partitions());
    ServingApp app = new ServingApp(kafka.client(), kafka.topics(), settings);
    PrintWriter out = spec.commandLine().getOut();
    Interruption.endsWell(
        app::stop,
        () -> {
          try {
            app.run(out::println);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (IOException e) {
            throw new CommandFailure("no temporary folder for state: " + e.getMessage(), e);
          }
        });
    return 0;
  }

  private ServeSettings settings() {
    List<String> problems = new ArrayList<>();
    int cores = Runtime.getRuntime().availableProcessors();
    int streamThreads = threads == null ? Math.max(1, cores - 1) : threads;
    check(problems, streamThreads >= 1, "--threads", streamThreads, "1 or more");
    check(
        problems,
        commitInterval >= 1 && commitInterval <= 60_000,
        "--commit-interval",
        commitInterval,
        "1 to 60000");
    check(problems, maxBatch >= 1 && maxBatch <= 4096, "--max-batch", maxBatch, "1 to 4096");
    check(problems, linger >= 1, "--linger", linger, "1 or more");
    check(
        problems,
        driftWindow >= 1 && driftWindow <= 86_400,
        "--drift-window",
        driftWindow,
        "1 to 86400");
    check(
        problems,
        labelsWithin >= 0 && labelsWithin <= 604_800,
        "--labels-within",
        labelsWithin,
        "0 to 604800");
    check(problems, driftSample >= 0 && driftSample <= 1, "--drift-sample", driftSample, "0 to 1");
    check(
        problems, probation >= 1 && probation <= 604_800, "--probation", probation, "1 to 604800");
    check(problems, slowBatch >= 1 && slowBatch <= 16_000, "--slow-batch", slowBatch, "1 to 16000");
    check(problems, partitions >= 1, "--partitions", partitions, "1 or more");
    check(
        problems,
        httpPort == null || (httpPort >= 0 && httpPort < 65536),
        "--http-port",
        httpPort,
        "0 to 65535");
    Optional<Long> memory =
        modelMemory == null ? Optional.of(NativeMemory.usual()) : NativeMemory.parse(modelMemory);
    check(problems, memory.isPresent(), "--model-memory", modelMemory, "a size such as 512m or 2g");
    Optional<TrustedKeys> keys = trustedKeys(problems);
    boolean known = List.of("exactly-once", "at-least-once").contains(guarantee);
    check(problems, known, "--guarantee", guarantee, "exactly-once or at-least-once");
    check(
        problems,
        keepPrevious >= 0 && keepPrevious <= 10_080,
        "--keep-previous",
        keepPrevious,
        "0 to 10080");
    boolean stopOrChampion = List.of("stop", "champion").contains(missingVersion);
    check(problems, stopOrChampion, "--missing-version", missingVersion, "stop or champion");
    Optional<String> token = token(problems);
    if (!problems.isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("; ", problems));
    }
    return new ServeSettings(
        applicationId == null ? kafka.topics().prefix() + "inkstream" : applicationId,
        instance == null ? defaultInstance() : instance,
        streamThreads,
        guarantee.equals("exactly-once"),
        Duration.ofMillis(commitInterval),
        new ScoringSettings(
            maxBatch, Duration.ofMillis(linger), ScoringSettings.DEFAULT.clockTolerance()),
        DriftSettings.DEFAULT.withWindow(Duration.ofSeconds(driftWindow)).withSample(driftSample),
        LabelSettings.DEFAULT.withWithin(Duration.ofSeconds(labelsWithin)),
        new ProbationSettings(
            autoRollback, Duration.ofSeconds(probation), Duration.ofMillis(slowBatch)),
        new ModelSettings(keys, memory.orElseThrow()),
        partitions,
        httpHost,
        Optional.ofNullable(httpPort),
        overrides,
        new VersionSettings(
            Duration.ofMinutes(keepPrevious),
            missingVersion.equals("stop") ? MissingVersion.STOP : MissingVersion.CHAMPION),
        token);
  }

  private Optional<String> token(List<String> problems) {
    if (httpTokenFile == null) {
      return Optional.empty();
    }
    try (BufferedReader reader = Files.newBufferedReader(httpTokenFile)) {
      String token = Objects.requireNonNullElse(reader.readLine(), "").strip();
      if (token.length() < LEAST_TOKEN) {
        problems.add(
            "--http-token-file: the token in '%s' is shorter than %d characters"
                .formatted(httpTokenFile, LEAST_TOKEN));
      }
      return Optional.of(token);
    } catch (IOException e) {
      problems.add("--http-token-file: cannot read '" + httpTokenFile + "': " + e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<TrustedKeys> trustedKeys(List<String> problems) {
    if (trustedKeys == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(TrustedKeys.read(trustedKeys));
    } catch (KeyFileException e) {
      problems.add("--trusted-keys: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void check(
      List<String> problems, boolean fine, String option, Object value, String wanted) {
    if (!fine) {
      problems.add(option + " is " + value + ", must be " + wanted);
    }
  }

  private static String defaultInstance() {
    String number = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
    try {
      return InetAddress.getLocalHost().getHostName() + "-" + number;
    } catch (UnknownHostException e) {
      return "instance-" + number;
    }
  }
}
