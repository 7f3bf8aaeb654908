package org.inkstream.streams.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.inkstream.model.command.CommandProcess;
import org.inkstream.model.topic.Topics;
import org.inkstream.streams.cluster.KafkaCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReplayDeadLettersIT {

  private static final String A = "UNREADABLE_IMAGE";
  private static final String B = "EMPTY_IMAGE";

  private final KafkaCluster kafka = KafkaCluster.shared();
  private final Topics topics = kafka.topics(2);
  private final Random random = new Random(4);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldSendTheVeryBytesBackToTheirPartition() {
    byte[] key = random(9);
    byte[] value = random(700_000);
    RecordHeaders own = new RecordHeaders();
    own.add("trace", new byte[] {1, 0, -1}).add("trace", new byte[0]).add("none", null);
    own.add("inkstream.of-the-producer", new byte[] {7});
    letter(A, 1, key, value, own);

    assertThat(replay()).isZero();

    assertThat(kafka.committed(topics.images()))
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.partition()).isEqualTo(1);
              assertThat(image.key()).isEqualTo(key);
              assertThat(image.value()).isEqualTo(value);
              List<Header> headers = Arrays.asList(image.headers().toArray());
              assertThat(headers.subList(0, 4)).containsExactly(own.toArray());
              assertThat(headers).hasSize(5);
              assertThat(new String(headers.get(4).value(), UTF_8)).isEqualTo("0:0");
              assertThat(headers.get(4).key()).isEqualTo(DeadLetterHeaders.REPLAYED_FROM);
            });
    assertThat(out).hasToString("replayed: 1\nskipped: 0\n");
    assertThat(err).hasToString("");
  }

  @Test
  void shouldSendNothingTwice() {
    letter(A, 0);
    letter(B, 0);
    assertThat(replay()).isZero();

    assertThat(replay()).isZero();
    letter(A, 1);
    assertThat(replay()).isZero();

    assertThat(kafka.committed(topics.images())).hasSize(3);
    assertThat(out)
        .hasToString("replayed: 2\nskipped: 0\nreplayed: 0\nskipped: 0\nreplayed: 1\nskipped: 0\n");
  }

  @Test
  void shouldReplayEachReasonOnceInWhateverOrderTheyAreAskedFor() {
    for (int i = 0; i < 10; i++) {
      letter(i % 3 == 0 ? A : B, i % 2);
    }

    assertThat(replay("--reason", B)).isZero();
    assertThat(replay("--reason", B)).isZero();
    letter(B, 0);
    assertThat(replay("--reason", A)).isZero();
    assertThat(replay()).isZero();
    assertThat(replay()).isZero();

    assertThat(out)
        .hasToString(
            """
            replayed: 6
            skipped: 4
            replayed: 0
            skipped: 4
            replayed: 4
            skipped: 1
            replayed: 1
            skipped: 0
            replayed: 0
            skipped: 0
            """);
    assertThat(replayedFrom()).doesNotHaveDuplicates().hasSize(11);
  }

  @Test
  void shouldStopAtTheLimitAndGoOnFromThere() {
    for (int i = 0; i < 5; i++) {
      letter(A, 0);
    }

    assertThat(replay("--limit", "2")).isZero();
    assertThat(replay("--limit", "2")).isZero();
    assertThat(replay()).isZero();

    assertThat(out)
        .hasToString("replayed: 2\nskipped: 0\nreplayed: 2\nskipped: 0\nreplayed: 1\nskipped: 0\n");
    assertThat(replayedFrom()).doesNotHaveDuplicates().hasSize(5);
  }

  @Test
  void shouldOnlyCountOnADryRun() {
    letter(A, 0);
    letter(B, 0);
    kafka.send(topics.deadLetters(), null, new byte[] {1});

    assertThat(replay("--dry-run")).isZero();

    assertThat(out)
        .hasToString(
            """
            EMPTY_IMAGE: 1
            UNREADABLE_IMAGE: 1
            would replay: 2
            skipped: 0
            cannot be replayed: 1 (no dead letters: without the headers that say why and from where)
            """);
    assertThat(kafka.committed(topics.images())).isEmpty();
    assertThat(replay()).isZero();
    assertThat(kafka.committed(topics.images())).hasSize(2);
    assertThat(out.toString()).contains("\nreplayed: 2\nskipped: 0\ncannot be replayed: 1 (");
  }

  @Test
  void shouldReplayWhatHasNeitherKeyNorValue() {
    letter(A, 0, null, null, new RecordHeaders());

    assertThat(replay()).isZero();

    assertThat(kafka.committed(topics.images()))
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.key()).isNull();
              assertThat(image.value()).isNull();
            });
  }

  @Test
  void shouldSendToAnyPartitionWhatCameFromOneThatIsNoMore() {
    letter(A, 17);

    assertThat(replay()).isZero();

    assertThat(kafka.committed(topics.images())).hasSize(1);
  }

  @Test
  void shouldFailInOneLineWithoutTopics() {
    int code = run("--prefix", "missing-" + topics.prefix());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).startsWith("inkstream: there is no topic").containsOnlyOnce("\n");
  }

  @Test
  void shouldRefuseWrongUsage() {
    assertThat(replay("--limit", "0")).isEqualTo(2);
    assertThat(replay("--reason", "A,B")).isEqualTo(2);
    assertThat(err.toString()).contains("--limit").contains("'A,B' is not a word");
  }

  private int replay(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--prefix", topics.prefix()));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("replay-dead-letters", "--bootstrap-servers", kafka.bootstrapServers()));
    arguments.addAll(List.of(options));
    return CommandProcess.commandLine(List.of(new ReplayDeadLettersCommand()), false)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }

  private List<String> replayedFrom() {
    return kafka.committed(topics.images()).stream()
        .map(image -> image.headers().lastHeader(DeadLetterHeaders.REPLAYED_FROM).value())
        .map(value -> new String(value, UTF_8))
        .toList();
  }

  private void letter(String reason, int partition) {
    letter(reason, partition, random(4), random(20), new RecordHeaders());
  }

  /** On partition 0 of the dead letters. */
  private void letter(String reason, int partition, byte[] key, byte[] value, RecordHeaders own) {
    RecordHeaders headers = new RecordHeaders(own);
    DeadLetterHeaders.write(
        headers, new DeadLetter(reason, "", topics.images().name(), partition, 12, 34));
    kafka.send(new ProducerRecord<>(topics.deadLetters().name(), 0, key, value, headers));
  }

  private byte[] random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
