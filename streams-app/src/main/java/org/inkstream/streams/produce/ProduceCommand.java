package org.inkstream.streams.produce;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Interruption;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Problems;
import org.inkstream.model.command.Terminal;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.streams.produce.Outcome.Counts;
import org.inkstream.streams.produce.Outcome.Failed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code produce}. */
@Command(
    name = "produce",
    description = {
      "Sends the images of a data set as events to the images topic.",
      "Creates the topics if they do not exist. Ends with 'sent: N'; every image counted there has"
          + " been acknowledged by Kafka."
    })
public final class ProduceCommand implements Callable<Integer>, Checked {

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;
  @Mixin private CorruptionOptions corruptions;

  @Option(
      names = "--data",
      paramLabel = "DIR|FILE|mnist",
      required = true,
      description =
          "IDX files, folders of pictures (sent in 28 x 28 pixels) or CSV, as train takes them; or"
              + " the MNIST that comes with Inkstream.")
  private String data;

  @Option(
      names = "--split-seed",
      paramLabel = "N",
      description = "With --part stream: the --seed that train was given. Default: 1, as there.")
  private Long splitSeed;

  private SentPart part;
  private ImageEncoding encoding = ImageEncoding.GRAY8;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Images in a second. Default: 0, as many as Kafka takes.")
  private double rate;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Send so many images, going through the set again if it has fewer.")
  private long limit = ProduceSettings.NO_LIMIT;

  @Option(
      names = {"--repeat", "--loop"},
      description = "Go through the set again and again, until --limit or Ctrl-C.")
  private boolean repeat;

  @Option(names = "--labels", description = "Send the true labels to the labels topic, too.")
  private boolean labels;

  @Option(
      names = "--shuffle",
      description = "In a random order, another one each time through the set.")
  private boolean shuffle;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of order and corruptions. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description =
          "Source in the events, and how their ids begin. Default: name and part of the data.")
  private String source;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of event topics that are created now. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(names = "--json", description = "One JSON object at the end, in place of lines.")
  private boolean json;

  /** The command, for picocli. */
  public ProduceCommand() {}

  @Option(
      names = "--part",
      paramLabel = "train|test|stream",
      description =
          "Which part of the data set; stream: the images that networks trained with --split"
              + " shuffled (of a data set without a test part: stratified) have not learnt from."
              + " Default: test, or all images of a data set without a test part.")
  private void setPart(String value) {
    part =
        switch (value) {
          case "train" -> SentPart.TRAIN;
          case "test" -> SentPart.TEST;
          case "stream" -> SentPart.STREAM;
          default -> throw wrong("--part", "'" + value + "' is neither train, test nor stream");
        };
  }

  @Option(
      names = "--encoding",
      paramLabel = "gray8|png|jpeg",
      description = "How the images are encoded. Default: gray8.")
  private void setEncoding(String value) {
    encoding =
        switch (value) {
          case "gray8" -> ImageEncoding.GRAY8;
          case "png" -> ImageEncoding.PNG;
          case "jpeg" -> ImageEncoding.JPEG;
          default -> throw wrong("--encoding", "'" + value + "' is none of gray8, png, jpeg");
        };
  }

  @Override
  public void check(Problems problems) {
    problems.check(limit >= 1, "--limit", "1 or more");
    problems.check(rate >= 0 && rate < Double.POSITIVE_INFINITY, "--rate", "0 or more");
    problems.check(partitions >= 1, "--partitions", "1 or more");
    problems.add(splitSeed == null || part == SentPart.STREAM, "--split-seed needs --part stream");
  }

  @Override
  public Integer call() {
    SentPart sent = part == null ? usual() : part;
    ProduceSettings settings = settings(sent);
    SentImages read = read(sent);
    ImageSet images = read.images();
    Optional<BundleSlope> slope = corruptions.slope(images);
    try {
      return send(images, settings, corruptions.plan(slope, images, read.labels()));
    } finally {
      slope.ifPresent(BundleSlope::close);
    }
  }

  private int send(ImageSet images, ProduceSettings settings, CorruptionPlan plan) {
    kafka.requireTopics(partitions);
    Producer<byte[], byte[]> producer = ImageProducer.kafkaProducer(kafka.client());
    try {
      ImageProducer run = new ImageProducer(producer, kafka.topics(), images, settings);
      run.corrupt(plan);
      AtomicInteger exitCode = new AtomicInteger(1);
      Interruption.endsWell(run::stop, () -> exitCode.set(report(run(run, images), settings)));
      return exitCode.get();
    } finally {
      // The run has waited for what it sent; what it gave up waiting for need not be waited for.
      producer.close(Duration.ZERO);
    }
  }

  private ProduceSettings settings(SentPart sent) {
    String run = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    String name = source == null ? dataName(sent) : source;
    return ProduceSettings.of(name, run)
        .encodedAs(encoding)
        .labelled(labels)
        .shuffled(shuffle)
        .repeated(repeat)
        .limitedTo(limit)
        .atRate(rate)
        .seeded(seed);
  }

  private String dataName(SentPart sent) {
    Path last = Path.of(data).toAbsolutePath().normalize().getFileName();
    return (last == null ? "data" : last) + "-" + sent;
  }

  private SentPart usual() {
    try {
      SentPart usual = SentPart.usual(data);
      if (usual == SentPart.TRAIN) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(
            "inkstream: the data has no test part; sending all of it (--part stream: what a training"
                + " has not learnt from)");
        err.flush();
      }
      return usual;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private SentImages read(SentPart sent) {
    try {
      SentImages read = sent.read(data, splitSeed == null ? SentPart.SPLIT_SEED : splitSeed);
      if (read.images().count() == 0) {
        throw new CommandFailure("no images in " + data);
      }
      return read;
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private static CommandFailure unreadable(Exception e) {
    return new CommandFailure("cannot read the data: " + e.getMessage(), e);
  }

  private Outcome run(ImageProducer run, ImageSet images) {
    long goal = repeat || limit != ProduceSettings.NO_LIMIT ? limit : images.count();
    PrintWriter err = spec.commandLine().getErr();
    try (ProgressLine progress =
        new ProgressLine(err, Terminal.isInteractive(), goal, () -> run.counts().sent())) {
      progress.begin();
      return run.run();
    }
  }

  // Prints failures too, because an interrupted process ends before an exception would be shown.
  private int report(Outcome outcome, ProduceSettings settings) {
    Counts counts = outcome.counts();
    if (outcome instanceof Failed failed) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          "inkstream: sent %d images, of which %d were acknowledged; then: %s%n",
          counts.sent(), counts.acknowledged(), words(failed.reason()));
      err.flush();
      return 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(counts, settings));
    } else {
      out.println("sent: " + counts.sent());
      if (labels) {
        out.println("labels: " + counts.labels());
      }
      if (counts.dropped() > 0) {
        out.println("dropped: " + counts.dropped());
      }
    }
    out.flush();
    return 0;
  }

  private static String json(Counts counts, ProduceSettings settings) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("sent", counts.sent())
        .put("labels", counts.labels())
        .put("dropped", counts.dropped())
        .put("source", settings.source())
        .put("run", settings.run())
        .toString();
  }

  private static String words(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.replaceAll("\\s+", " ").strip();
  }

  private ParameterException wrong(String option, String message) {
    return new ParameterException(spec.commandLine(), option + ": " + message);
  }
}
