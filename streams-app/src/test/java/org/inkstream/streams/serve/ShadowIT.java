package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.command.CommandProcess;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.streams.lifecycle.ShadowCommand;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class ShadowIT {

  private static final int LABELS = 300;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldCompareAShadowWithTheChampionWhileItServes() {
    Deployment deployment =
        new Deployment(2)
            .publish(TestModel.of("v1", 1))
            .publish(TestModel.of("v2", 2))
            // The same answers under another name.
            .publish(TestModel.of("v3", 1));
    deployment.promote("v1", Duration.ZERO);
    assertThat(shadow(deployment)).isZero();
    assertThat(printed()).isEqualTo("shadow: none\n");
    assertThat(shadow(deployment, "nobody")).isOne();
    assertThat(shadow(deployment, "v1")).isOne();
    assertThat(shadow(deployment, "verdict")).isOne();
    assertThat(err.toString())
        .contains("'nobody' is not published")
        .contains("'v1' is the champion")
        .contains("there never was a shadow");
    assertThat(shadow(deployment, "v2", "--lead", "0")).isZero();
    assertThat(printed()).startsWith("shadow: v2 from 20").endsWith("(before: none)\n");

    try (ServeProcess serve = ServeProcess.start(deployment, "--drift-window", "1")) {
      serve.awaitReady();
      int before;
      try (Load load = Load.start(deployment, 300)) {
        load.awaitMore(600);
        serve.await("to compare", () -> compared(deployment, "v2") > 300);
        assertThat(shadow(deployment, "verdict")).isEqualTo(3);
        assertThat(printed()).contains("agreement says nothing on which of both is right");
        sendLabels(deployment);
        serve.await("to join labels", () -> labelled(deployment, "v2") >= LABELS);
        // Every label is what the champion said: where they differ, the shadow is wrong.
        assertThat(shadow(deployment, "verdict")).isEqualTo(3);
        assertThat(printed()).contains("Do not promote");
        assertThat(shadow(deployment, "verdict", "--json")).isEqualTo(3);
        assertThat(printed()).contains("\"answer\":\"DO_NOT\"").contains("\"shadowOnly\":0");

        assertThat(shadow(deployment, "v3", "--lead", "1")).isZero();
        serve.await("to compare the other", () -> compared(deployment, "v3") > 300);
        serve.await("to say so", () -> serve.text("/metrics").contains("shadow_compared_total"));
        assertThat(shadow(deployment, "off")).isZero();
        assertThat(printed()).contains("shadow: none from 20");
        before = deployment.answers().size();
        load.awaitMore(300);
      }
      deployment.awaitAnswers(0, 1);
      assertThat(deployment.answers().size()).isGreaterThan(before);
      assertThat(serve.terminate()).isZero();
    }

    deployment.verify(0);
    for (ShadowReport report : reports(deployment)) {
      assertThat(report.getChampion()).isEqualTo("v1");
      assertThat(report.getFailed()).isZero();
      assertThat(report.getCompared() + report.getShed()).isLessThanOrEqualTo(report.getEvents());
      if (report.getShadow().equals("v3")) {
        assertThat(report.getAgreed()).isEqualTo(report.getCompared());
      }
    }
    Set<String> windows = new HashSet<>();
    assertThat(reports(deployment))
        .allMatch(r -> windows.add(r.getShadow() + " " + r.getWindowStart()), "once a window");
  }

  private void sendLabels(Deployment deployment) {
    List<Classification> answers = deployment.answers();
    List<Classification> newest = answers.subList(answers.size() - LABELS, answers.size());
    for (Classification answer : newest) {
      deployment
          .kafka()
          .send(
              deployment.topics().labels(),
              answer.getId().getBytes(UTF_8),
              deployment
                  .topics()
                  .labels()
                  .wire()
                  .encode(new LabelEvent(answer.getId(), answer.getLabel(), Instant.EPOCH)));
    }
  }

  private static long compared(Deployment deployment, String shadow) {
    return reports(deployment).stream()
        .filter(report -> report.getShadow().equals(shadow))
        .mapToLong(ShadowReport::getCompared)
        .sum();
  }

  private static long labelled(Deployment deployment, String shadow) {
    return reports(deployment).stream()
        .filter(report -> report.getShadow().equals(shadow))
        .mapToLong(ShadowReport::getLabelled)
        .sum();
  }

  private static List<ShadowReport> reports(Deployment deployment) {
    List<ShadowReport> all = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> written :
        deployment.kafka().committed(deployment.topics().shadowReports())) {
      try {
        all.add(deployment.topics().shadowReports().wire().decode(written.value()));
      } catch (UndecodableException e) {
        throw new AssertionError("offset " + written.offset(), e);
      }
    }
    return all;
  }

  /** What was printed since the last call. */
  private String printed() {
    String text = out.toString();
    out.getBuffer().setLength(0);
    return text;
  }

  private int shadow(Deployment deployment, String... arguments) {
    List<String> all = new ArrayList<>(List.of("shadow"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--bootstrap-servers", deployment.kafka().bootstrapServers()));
    all.addAll(List.of("--prefix", deployment.topics().prefix()));
    return CommandProcess.commandLine(List.of(new ShadowCommand()), false)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }
}
