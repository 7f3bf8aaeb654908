package org.inkstream.streams.driftview;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Terminal;
import org.inkstream.model.topic.Topic;
import org.inkstream.schemas.DriftAck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code drift ack}. */
@Command(
    name = "ack",
    description = {
      "Acknowledges warnings and alarms: the detectors begin anew with the first window that ends"
          + " from now on.",
      "Without options all that are up in the newest reports, but not of versions whose reports have"
          + " stopped."
    })
public final class AckCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Option(names = "--version", paramLabel = "VERSION", description = "Of this version only.")
  private String version;

  @Option(
      names = "--statistic",
      paramLabel = "NAME",
      description = "This statistic only, as './inkstream drift' names it. Default: all.")
  private String statistic;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with it. Default: none.")
  private String reason = "";

  /** The command, for picocli. */
  public AckCommand() {}

  @Override
  public Integer call() throws ExecutionException, InterruptedException {
    refuseOptionsOfTheTable();
    kafka.requireBroker();
    List<Acknowledgement> found =
        Acknowledgement.of(read(), Optional.ofNullable(version), Optional.ofNullable(statistic));
    write(found);
    for (Acknowledgement acknowledgement : found) {
      for (Watched watched : acknowledgement.raised()) {
        spec.commandLine()
            .getOut()
            .println(
                Terminal.oneLine(
                    "acknowledged: %s of %s, %s since %s"
                        .formatted(
                            watched.name(),
                            acknowledgement.version(),
                            watched.state(),
                            watched.since() == null ? "?" : watched.since())));
      }
    }
    return 0;
  }

  // 'drift --version V ack' would acknowledge all versions.
  private void refuseOptionsOfTheTable() {
    List<OptionSpec> before = spec.parent().commandLine().getParseResult().matchedOptions();
    if (!before.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), before.get(0).longestName() + " has to come after 'ack'");
    }
  }

  private ReportBook read() {
    ReportBook book = new ReportBook();
    try (ReportReader reader =
        new ReportReader(
            kafka.client(), kafka.topics().driftReports(), spec.commandLine().getErr()::println)) {
      reader.readToEnd(book::add);
    }
    return book;
  }

  private void write(List<Acknowledgement> found) throws ExecutionException, InterruptedException {
    Topic<DriftAck> topic = kafka.topics().driftAcks();
    requireTopic(topic);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Map<String, Object> config = kafka.client();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Acknowledgement a : found) {
        DriftAck ack = new DriftAck(a.version(), a.statistic(), now, who(), reason);
        producer
            .send(
                new ProducerRecord<>(
                    topic.name(),
                    null,
                    now.toEpochMilli(),
                    a.version().getBytes(UTF_8),
                    topic.wire().encode(ack)))
            .get();
      }
    }
  }

  // A producer would make it, with the broker's settings and not with its own.
  private void requireTopic(Topic<?> topic) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(kafka.client())) {
      admin.describeTopics(List.of(topic.name())).allTopicNames().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new CommandFailure(
            "there is no topic '" + topic.name() + "' yet ('./inkstream serve' makes it)", e);
      }
      throw e;
    }
  }

  private static String who() {
    String user = System.getProperty("user.name", "unknown");
    try {
      return user + "@" + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return user;
    }
  }
}
