package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.fleet.FleetReader;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.streams.lifecycle.Lifecycle;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An instance that is killed costs the champion's stream nothing, and the shadow little. */
@Timeout(300)
class ShadowKillIT {

  @Test
  void shouldAnswerOnceAndCountNothingTwiceWhereOneOfTwoInstancesIsKilledWithAShadow() {
    Deployment deployment =
        new Deployment(4).publish(TestModel.of("v1", 1)).publish(TestModel.of("v2", 2));
    deployment.promote("v1", Duration.ZERO);
    Lifecycle lifecycle =
        new Lifecycle(
            deployment.kafka().client(),
            deployment.topics(),
            FleetReader.DEAD_AFTER,
            Clock.systemUTC());
    Instant on =
        lifecycle
            .shadow(Optional.of("v2"), Duration.ZERO, "shadow", "a test")
            .orElseThrow()
            .getEffectiveFrom();
    long beforeTheKill;
    try (ServeProcess killed = ServeProcess.start(deployment, "--drift-window", "1");
        ServeProcess survivor = ServeProcess.start(deployment, "--drift-window", "1")) {
      killed.awaitReady();
      survivor.awaitReady();
      try (Load load = Load.start(deployment, 300)) {
        load.awaitMore(100);
        for (ServeProcess each : List.of(killed, survivor)) {
          each.await("to compare", () -> each.text("/metrics").contains("shadow_compared_total"));
        }
        survivor.await("to report", () -> settled(reports(deployment)) > 300);
        killed.kill();
        beforeTheKill = settled(reports(deployment));
        survivor.await(
            "to go on with the shadow", () -> settled(reports(deployment)) > beforeTheKill + 600);
      }
      deployment.awaitAnswers(0, 1);
      assertThat(survivor.terminate()).isZero();
    }

    // Every event once, in order, by the champion, with the champion's own class.
    deployment.verify(0);
    List<ShadowReport> reports = reports(deployment);
    Set<String> windows = new HashSet<>();
    long events = 0;
    long end = 0;
    for (ShadowReport report : reports) {
      assertThat(report.getShadow()).isEqualTo("v2");
      assertThat(report.getChampion()).isEqualTo("v1");
      assertThat(report.getFailed()).isZero();
      assertThat(windows.add(report.getWindowStart().toString())).as("once a window").isTrue();
      events += report.getEvents();
      end = Math.max(end, report.getWindowEnd().toEpochMilli());
    }
    long last = end;
    long answered =
        deployment.kafka().committed(deployment.topics().classifications()).stream()
            .mapToLong(ConsumerRecord::timestamp)
            .filter(time -> time >= on.toEpochMilli() && time < last)
            .count();
    // What was on its way is lost, a second's worth and no more than that of one instance; nothing
    // is counted twice, though what the killed one had not committed was answered again.
    assertThat(events).isLessThanOrEqualTo(answered).isGreaterThan(answered / 2);
    assertThat(settled(reports)).isLessThanOrEqualTo(events).isGreaterThan(events / 2);
  }

  /** Events of which it is known what became. */
  private static long settled(List<ShadowReport> reports) {
    return reports.stream()
        .mapToLong(report -> report.getCompared() + report.getShed() + report.getFailed())
        .sum();
  }

  private static List<ShadowReport> reports(Deployment deployment) {
    return deployment.kafka().committed(deployment.topics().shadowReports()).stream()
        .map(written -> Deployment.decode(written, deployment.topics().shadowReports().wire()))
        .toList();
  }
}
