package org.inkstream.streams.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.inkstream.model.command.CommandProcess;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.streams.cli.InkstreamMain;
import org.inkstream.streams.cluster.KafkaCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TailIT {

  private final KafkaCluster kafka = KafkaCluster.shared();
  private final Topics topics = kafka.topics(1);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldPrintWhatIsThereUpToTheLimit() {
    label(1);
    label(2);
    label(3);

    assertThat(tail("labels", "--json", "--from-beginning", "--limit", "2")).isZero();

    assertThat(out)
        .hasToString(
            """
            {"id":"i1","label":1,"observedAt":0}
            {"id":"i2","label":2,"observedAt":0}
            """);
    assertThat(err).hasToString("");
  }

  @Test
  void shouldPrintOnPastWhatItCannotDecode() {
    kafka.send(topics.labels(), null, "garbage".getBytes(UTF_8));
    kafka.send(topics.labels(), "gone".getBytes(UTF_8), null);
    label(1);

    assertThat(tail("labels", "--from-beginning", "--limit", "1")).isZero();

    assertThat(out).hasToString("1970-01-01T00:00:00Z  i1  label 1\n");
    assertThat(err.toString().lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("0:0 cannot be decoded"))
        .anySatisfy(line -> assertThat(line).contains("0:1 deletes 'gone'"))
        .anySatisfy(line -> assertThat(line).contains("1 records could not be decoded"));
  }

  @Test
  void shouldPrintDeadLettersOfEventsWithoutAValue() {
    kafka.send(topics.deadLetters(), "k".getBytes(UTF_8), null);

    assertThat(tail("images.dead-letter", "--json", "--from-beginning", "--limit", "1")).isZero();

    assertThat(out.toString()).contains("\"value\":null").containsOnlyOnce("\n");
    assertThat(err).hasToString("");
  }

  @Test
  void shouldTakeTheNameWithThePrefixToo() {
    label(1);

    assertThat(tail(topics.labels().name(), "--from-beginning", "--limit", "1")).isZero();

    assertThat(out.toString()).contains("i1");
  }

  @Test
  void shouldNameTheTopicsItKnows() {
    assertThat(tail("label")).isEqualTo(2);

    assertThat(err.toString())
        .contains("unknown topic 'label'")
        .contains("labels, images.dead-letter", "model-artifacts")
        .containsOnlyOnce("\n");
  }

  @Test
  void shouldSayThatATopicIsNotThereYet() {
    assertThat(run("tail", "labels", "--prefix", "missing-" + topics.prefix())).isEqualTo(1);

    assertThat(err.toString()).contains("there is no topic").containsOnlyOnce("\n");
  }

  @Test
  void shouldEndAtWhatWasThereIfToldTo() {
    label(1);
    label(2);

    assertThat(tail("labels", "--from-beginning", "--to-end", "--limit", "5")).isZero();
    assertThat(tail("labels", "--from-beginning", "--to-end", "--limit", "1")).isZero();
    assertThat(tail("labels", "--to-end")).isZero();
    assertThat(tail("drift-acks", "--from-beginning", "--to-end")).isZero();

    assertThat(out.toString().lines().map(line -> line.split("  ")[1]))
        .containsExactly("i1", "i2", "i1");
    assertThat(err).hasToString("");
  }

  @Test
  void shouldRefuseALimitOfNothing() {
    assertThat(tail("labels", "--limit", "0")).isEqualTo(2);
  }

  @Test
  void shouldFollowUntilToldToStopAndThenEndWell() throws Exception {
    label(1);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InkstreamMain.class.getName(),
                "tail",
                "labels",
                "--from-beginning",
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--prefix",
                topics.prefix())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(lines.readLine()).endsWith("i1  label 1");
      label(2);
      assertThat(lines.readLine()).endsWith("i2  label 2");

      // Not SIGINT, which a process that was started in the background may ignore.
      new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(lines.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  private void label(int number) {
    LabelEvent label = new LabelEvent("i" + number, number, Instant.EPOCH);
    kafka.send(topics.labels(), null, topics.labels().wire().encode(label));
  }

  private int tail(String topic, String... options) {
    List<String> arguments = new ArrayList<>(List.of("tail", topic, "--prefix", topics.prefix()));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    return CommandProcess.commandLine(List.of(new TailCommand()), false)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
