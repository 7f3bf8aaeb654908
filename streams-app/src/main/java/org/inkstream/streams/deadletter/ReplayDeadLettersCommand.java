package org.inkstream.streams.deadletter;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.Interruption;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Problems;
import org.inkstream.streams.deadletter.DeadLetterReplay.Outcome;
import org.inkstream.streams.deadletter.DeadLetterReplay.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replay-dead-letters}. */
@Command(
    name = "replay-dead-letters",
    description = {
      "Sends dead letters back to the images topic, from where the last replay ended to the end.",
      "Each is sent once, however often this runs or is killed. Those that a replay leaves for"
          + " their reason wait for one that asks for it. Records that are no dead letters, because"
          + " they have not the headers of one, are counted and left."
    })
public final class ReplayDeadLettersCommand implements Callable<Integer>, Checked {

  private static final Pattern REASON = Pattern.compile("[A-Za-z0-9_.-]+");
  // Larger than any record that a broker was configured to accept: the images came through it.
  private static final int MAX_REQUEST_BYTES = 256 << 20;

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only dead letters of this reason; may be given more than once.")
  private Set<String> reasons = Set.of();

  @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--dry-run", description = "Count only: send nothing and remember nothing.")
  private boolean dryRun;

  /** The command, for picocli. */
  public ReplayDeadLettersCommand() {}

  @Override
  public void check(Problems problems) {
    problems.check(limit >= 1, "--limit", "1 or more");
    for (String reason : reasons) {
      problems.add(REASON.matcher(reason).matches(), "--reason: '" + reason + "' is not a word");
    }
  }

  @Override
  public Integer call() {
    kafka.requireBroker();
    String name = kafka.topics().prefix() + "inkstream-replay-dead-letters";
    try (Consumer<byte[], byte[]> consumer = consumer(name)) {
      if (dryRun) {
        replay(consumer, ReplaySink.NOWHERE);
      } else {
        try (Producer<byte[], byte[]> producer = producer(name)) {
          replay(consumer, new TransactionalSink(producer, consumer.groupMetadata()));
        }
      }
    }
    return 0;
  }

  private void replay(Consumer<byte[], byte[]> consumer, ReplaySink sink) {
    DeadLetterReplay replay =
        new DeadLetterReplay(
            consumer,
            sink,
            new Request(
                kafka.topics().deadLetters().name(),
                kafka.topics().images().name(),
                reasons,
                limit));
    Interruption.cutsShort(
        replay::stop,
        () -> {
          replay.run();
          print(replay.outcome());
        });
  }

  private void print(Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    if (dryRun) {
      outcome.replayed().forEach((reason, n) -> out.println(reason + ": " + n));
    }
    out.println((dryRun ? "would replay: " : "replayed: ") + outcome.total());
    out.println("skipped: " + outcome.skipped());
    if (outcome.foreign() > 0) {
      out.println(
          "cannot be replayed: "
              + outcome.foreign()
              + " (no dead letters: without the headers that say why and from where)");
    }
    out.flush();
  }

  private Consumer<byte[], byte[]> consumer(String group) {
    Map<String, Object> settings = kafka.client();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Producer<byte[], byte[]> producer(String transactionalId) {
    Map<String, Object> settings = kafka.client();
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
