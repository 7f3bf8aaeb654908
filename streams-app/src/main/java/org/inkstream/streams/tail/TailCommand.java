package org.inkstream.streams.tail;

import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.Interruption;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Problems;
import org.inkstream.model.topic.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tail}. */
@Command(
    name = "tail",
    description = {
      "Prints the records of a topic, decoded, as they come.",
      "TOPIC is one of: images, classifications, labels, images.dead-letter, drift-reports,"
          + " shadow-reports, drift-acks, model-versions, model-artifacts, model-aliases,"
          + " model-status, instances. Of model-artifacts, chunks are named and not printed."
    })
public final class TailCommand implements Callable<Integer>, Checked {

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Parameters(paramLabel = "TOPIC", description = "Which topic, with the prefix or without.")
  private String name;

  @Option(
      names = "--json",
      description =
          "One JSON object a line, with the schema's field names; times are milliseconds since the"
              + " epoch, bytes are base64.")
  private boolean json;

  @Option(names = "--from-beginning", description = "From the oldest record that is kept.")
  private boolean fromBeginning;

  @Option(
      names = "--to-end",
      description =
          "Stop at the newest record that is committed now. Without --from-beginning that is at"
              + " once.")
  private boolean toEnd;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Stop after so many lines. Default: follow until interrupted.")
  private long limit = Long.MAX_VALUE;

  /** The command, for picocli. */
  public TailCommand() {}

  @Override
  public void check(Problems problems) {
    problems.check(limit >= 1, "--limit", "1 or more");
    PrintableTopics topics = new PrintableTopics(kafka.topics());
    problems.add(
        name == null || topics.find(name).isPresent(),
        "unknown topic '" + name + "'; known: " + String.join(", ", topics.names()));
  }

  @Override
  public Integer call() {
    PrintableTopics topics = new PrintableTopics(kafka.topics());
    Topic<?> topic = topics.find(name).orElseThrow();
    kafka.requireBroker();
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      Tail tail =
          new Tail(
              consumer,
              topics.format(topic, json),
              spec.commandLine().getOut(),
              spec.commandLine().getErr(),
              limit);
      Interruption.endsWell(consumer::wakeup, () -> tail.run(topic.name(), fromBeginning, toEnd));
    }
    return 0;
  }

  private Consumer<byte[], byte[]> consumer() {
    Map<String, Object> settings = kafka.client();
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    // Records that retention takes before we have read them are gone: go on with the oldest.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
