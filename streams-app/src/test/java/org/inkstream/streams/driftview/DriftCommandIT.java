package org.inkstream.streams.driftview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.command.CommandProcess;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.DriftAck;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.streams.cli.InkstreamMain;
import org.inkstream.streams.cluster.KafkaCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code drift} and {@code drift ack} on a cluster; tests have no terminal. */
@Timeout(120)
class DriftCommandIT {

  private final KafkaCluster kafka = KafkaCluster.shared();
  private final Topics topics = kafka.topics(3);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldPrintTheNewestReportOfEachVersion() {
    send(Reports.report("v1", 0, DriftState.OK, Reports.ok("input.mean", 1)));
    send(Reports.report("v1", 1, DriftState.WARN, Reports.ok("input.mean", 4)));
    send(Reports.whole("v2", 1));

    assertThat(drift()).isZero();

    assertThat(out.toString().lines())
        .contains("v2  ALARM, material", "v1  WARN")
        .anySatisfy(line -> assertThat(line).startsWith("input.mean  OK      4.0/5.6"));
    assertThat(err).hasToString("");
  }

  @Test
  void shouldPrintOneVersionOnly() {
    send(Reports.report("v1", 0, DriftState.OK, Reports.ok("input.mean", 1)));
    send(Reports.whole("v2", 20));

    assertThat(drift("--once", "--version", "v1")).isZero();

    assertThat(out.toString())
        .contains("inactive   since 2026-11-23T09:30:00Z, then OK")
        .doesNotContain("v2");
  }

  @Test
  void shouldSayThatThereIsNothingYet() {
    assertThat(drift("--once")).isZero();
    assertThat(out)
        .hasToString(
            "there is no drift report yet ('./inkstream serve' writes one for each window)\n");

    assertThat(drift("--fail-on-alarm")).isEqualTo(1);
    assertThat(err)
        .hasToString(
            "inkstream: there is no drift report yet"
                + " ('./inkstream serve' writes one for each window)\n");
  }

  @Test
  void shouldSayTheSameWhereThereIsNoTopic() {
    assertThat(run("drift", "--once", "--prefix", "missing-" + topics.prefix())).isZero();
    assertThat(run("drift", "--fail-on-alarm", "--prefix", "missing-" + topics.prefix()))
        .isEqualTo(1);

    assertThat(out.toString()).startsWith("there is no drift report yet");
  }

  @Test
  void shouldPrintNothingAsJsonWhereThereIsNothing() {
    assertThat(drift("--once", "--json")).isZero();

    assertThat(out).hasToString("");
  }

  @Test
  void shouldPrintTheNewestOfEachVersionAsJson() {
    send(Reports.report("v1", 0, DriftState.OK));
    send(Reports.report("v1", 1, DriftState.OK));
    send(Reports.report("v2", 1, DriftState.OK));

    assertThat(drift("--once", "--json")).isZero();

    assertThat(out.toString().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("\"windowEnd\":1795426230000"));
  }

  @Test
  void shouldFailOnAnAlarmOfAVersionThatIsUp() {
    send(Reports.report("v1", 0, DriftState.ALARM));
    send(Reports.report("v2", 20, DriftState.WARN));
    assertThat(drift("--fail-on-alarm")).isZero();
    assertThat(drift("--fail-on-alarm", "--version", "v1")).isEqualTo(3);
    assertThat(drift("--fail-on-alarm", "--version", "v3")).isEqualTo(1);

    send(Reports.report("v2", 21, DriftState.ALARM));

    assertThat(drift("--fail-on-alarm")).isEqualTo(3);
    assertThat(drift("--fail-on-alarm", "--json")).isEqualTo(3);
    assertThat(drift("--once")).isZero();
  }

  @Test
  void shouldSkipWhatItCannotReadAndSaySoOnce() {
    kafka.send(topics.driftReports(), "v1".getBytes(UTF_8), "garbage".getBytes(UTF_8));
    kafka.send(topics.driftReports(), "v1".getBytes(UTF_8), "more".getBytes(UTF_8));
    kafka.send(topics.driftReports(), "v1".getBytes(UTF_8), null);
    send(Reports.report("v1", 0, DriftState.OK));

    assertThat(drift("--once")).isZero();

    assertThat(out.toString()).startsWith("v1  OK\n");
    assertThat(err.toString())
        .contains(":0 cannot be decoded and is skipped, as are any others like it")
        .containsOnlyOnce("\n");
  }

  @Test
  void shouldLookBackOnlySoFar() {
    send(Reports.report("v1", 0, DriftState.OK));
    for (int i = 0; i < ReportReader.LOOKBACK; i++) {
      kafka.send(topics.driftReports(), "v1".getBytes(UTF_8), null);
    }

    assertThat(drift("--once")).isZero();

    assertThat(out.toString()).startsWith("there is no drift report yet");
  }

  @Test
  void shouldRefuseWrongUsage() {
    assertThat(drift("--sometimes")).isEqualTo(2);
    assertThat(run("drift", "ack", "--sometimes")).isEqualTo(2);
    assertThat(run("drift", "--version", "v1", "ack")).isEqualTo(2);
    assertThat(drift("acknowledge")).isEqualTo(2);

    assertThat(err.toString().lines())
        .hasSize(4)
        .anySatisfy(line -> assertThat(line).endsWith("(see ./inkstream drift ack --help)"))
        .anySatisfy(line -> assertThat(line).contains("--version has to come after 'ack'"));
  }

  @Test
  void shouldExplainTheSubcommandToo() {
    assertThat(drift("ack", "--help")).isZero();

    assertThat(out.toString()).contains("--statistic").contains("--reason");
  }

  @Test
  void shouldAcknowledgeWhatIsRaised() throws Exception {
    send(Reports.whole("v1", 0));
    send(Reports.report("v2", 0, DriftState.OK, Reports.ok("input.mean", 1)));

    assertThat(run("drift", "ack", "--reason", "new scanner", "--prefix", topics.prefix()))
        .isZero();

    assertThat(out)
        .hasToString(
            """
            acknowledged: confidence.entropy of v1, ALARM since 2026-11-23T09:27:30Z
            acknowledged: embedding.mahalanobis of v1, WARN since 2026-11-23T09:27:30Z
            acknowledged: labels.error of v1, WARN since 2026-11-23T09:29:00Z
            """);
    List<ConsumerRecord<byte[], byte[]>> records = kafka.committed(topics.driftAcks());
    assertThat(records).hasSize(1);
    assertThat(new String(records.get(0).key(), UTF_8)).isEqualTo("v1");
    DriftAck ack = topics.driftAcks().wire().decode(records.get(0).value());
    assertThat(ack.getVersion()).isEqualTo("v1");
    assertThat(ack.getStatistic()).isEmpty();
    assertThat(ack.getReason()).isEqualTo("new scanner");
    assertThat(ack.getWho()).startsWith(System.getProperty("user.name"));
    assertThat(ack.getAt().toEpochMilli()).isEqualTo(records.get(0).timestamp());
  }

  @Test
  void shouldAcknowledgeOneStatisticOfOneVersion() throws Exception {
    send(Reports.whole("v1", 0));
    send(Reports.whole("v2", 0));

    assertThat(
            run(
                "drift",
                "ack",
                "--version",
                "v2",
                "--statistic",
                "labels.error",
                "--prefix",
                topics.prefix()))
        .isZero();

    List<ConsumerRecord<byte[], byte[]>> records = kafka.committed(topics.driftAcks());
    assertThat(records).hasSize(1);
    DriftAck ack = topics.driftAcks().wire().decode(records.get(0).value());
    assertThat(ack.getVersion()).isEqualTo("v2");
    assertThat(ack.getStatistic()).isEqualTo("labels.error");
  }

  @Test
  void shouldAcknowledgeNothingWhereThereIsNothing() {
    send(Reports.report("v1", 0, DriftState.OK, Reports.ok("input.mean", 1)));

    assertThat(run("drift", "ack", "--prefix", topics.prefix())).isEqualTo(1);
    assertThat(run("drift", "ack", "--version", "v9", "--prefix", topics.prefix())).isEqualTo(1);

    assertThat(err.toString().lines())
        .containsExactly(
            "inkstream: nothing to acknowledge: no statistic is in WARN or ALARM",
            "inkstream: there is no drift report of version 'v9'");
    assertThat(kafka.committed(topics.driftAcks())).isEmpty();
  }

  @Test
  void shouldFollowAsJsonUntilToldToStopAndThenEndWell() throws Exception {
    send(Reports.report("v1", 0, DriftState.OK));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InkstreamMain.class.getName(),
                "drift",
                "--json",
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--prefix",
                topics.prefix())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(lines.readLine()).startsWith("{\"version\":\"v1\"");
      send(Reports.report("v2", 0, DriftState.OK));
      assertThat(lines.readLine()).startsWith("{\"version\":\"v2\"");

      // Not SIGINT, which a process that was started in the background may ignore.
      new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(lines.readLine()).isNull();
    } finally {
      process.destroyForcibly();
    }
  }

  private void send(DriftReport report) {
    kafka.send(
        topics.driftReports(),
        report.getVersion().getBytes(UTF_8),
        topics.driftReports().wire().encode(report));
  }

  private int drift(String... options) {
    List<String> arguments = new ArrayList<>(List.of("drift", "--prefix", topics.prefix()));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", kafka.bootstrapServers()));
    return CommandProcess.commandLine(List.of(new DriftCommand()), false)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
