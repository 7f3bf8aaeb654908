package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.fleet.FleetReader;
import org.inkstream.model.fleet.RolloutRequest;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.InstanceStatus;
import org.inkstream.streams.lifecycle.Lifecycle;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class ReplayIT {

  private static final Duration LEAD = Duration.ofSeconds(3);

  @Test
  void shouldGiveEveryOffsetTheSameAnswerInAReplayFromTheBeginning() {
    Deployment deployment =
        new Deployment(2)
            .publish(TestModel.of("v1", 1))
            .publish(TestModel.of("v2", 2))
            .publish(TestModel.of("v3", 3));
    deployment.promote("v1", Duration.ZERO);
    try (ServeThread serve = ServeThread.start(deployment, "first").awaitReady()) {
      try (Load load = Load.start(deployment, 400)) {
        for (String next : List.of("v2", "v3", "v1", "v2")) {
          load.awaitMore(150);
          long inForce =
              deployment.promote(next, Duration.ofSeconds(1)).getEffectiveFrom().toEpochMilli();
          serve.await("to be past the change", () -> System.currentTimeMillis() > inForce);
        }
        load.awaitMore(100);
      }
      deployment.awaitAnswers(0, 1);
    }
    List<ConsumerRecord<byte[], byte[]>> live =
        deployment.kafka().committed(deployment.topics().classifications());
    Map<Deployment.Place, Classification> answers = deployment.verify(0, 1, live);

    try (ServeThread serve = ServeThread.start(deployment, "second")) {
      serve.awaitReady();
      deployment.awaitAnswers(0, 2);
    }
    List<ConsumerRecord<byte[], byte[]>> replayed = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    live.forEach(answer -> seen.add(answer.partition() + ":" + answer.offset()));
    deployment
        .kafka()
        .committed(deployment.topics().classifications())
        .forEach(
            answer -> {
              if (seen.add(answer.partition() + ":" + answer.offset())) {
                replayed.add(answer);
              }
            });
    Map<Deployment.Place, Classification> again = deployment.verify(0, 1, replayed);

    assertThat(again.keySet()).isEqualTo(answers.keySet());
    assertThat(answers.values()).extracting(Classification::getModelVersion).contains("v3", "v1");
    answers.forEach(
        (place, answer) -> {
          assertThat(again.get(place).getModelVersion()).isEqualTo(answer.getModelVersion());
          assertThat(again.get(place).getLabel()).isEqualTo(answer.getLabel());
        });
  }

  @Test
  void shouldReplayPromotionsARollbackAndAChosenTimeAlikeWithOneInstanceAndWithThree() {
    Deployment deployment =
        new Deployment(6)
            .publish(TestModel.of("v1", 1))
            .publish(TestModel.of("v2", 2))
            .publish(TestModel.of("v3", 3));
    deployment.promote("v1", Duration.ZERO);
    Lifecycle lifecycle =
        new Lifecycle(
            deployment.kafka().client(),
            deployment.topics(),
            FleetReader.DEAD_AFTER,
            Clock.systemUTC());
    try (ServeThread one = instance(deployment, "live", "one").awaitReady();
        ServeThread two = instance(deployment, "live", "two").awaitReady()) {
      await(two, lifecycle, 2);
      try (Load load = Load.start(deployment, 300)) {
        change(load, one, () -> promote(lifecycle, "v2", "promote", Optional.empty()));
        change(load, one, () -> promote(lifecycle, "v3", "promote", Optional.empty()));
        change(
            load,
            one,
            () ->
                promote(
                    lifecycle,
                    lifecycle.rollbackTo(Optional.of("v1")),
                    "rollback",
                    Optional.empty()));
        change(
            load,
            one,
            () -> promote(lifecycle, "v3", "promote", Optional.of(Instant.now().plus(LEAD))));
        load.awaitMore(100);
      }
      deployment.awaitAnswers(0, 1);
    }
    List<ConsumerRecord<byte[], byte[]>> live = all(deployment);
    Map<Deployment.Place, Classification> answers = deployment.verify(0, 1, live);
    assertThat(answers.values())
        .extracting(Classification::getModelVersion)
        .contains("v1", "v2", "v3");

    try (ServeThread a = instance(deployment, "three", "a").awaitReady();
        ServeThread b = instance(deployment, "three", "b").awaitReady();
        ServeThread c = instance(deployment, "three", "c").awaitReady()) {
      deployment.awaitAnswers(0, 2);
      await(c, lifecycle, 3);
      // Whoever came first may have replayed most: now that all have their share, more to answer.
      try (Load load = Load.start(deployment, 300)) {
        change(
            load,
            a,
            () ->
                promote(
                    lifecycle,
                    lifecycle.rollbackTo(Optional.empty()),
                    "rollback",
                    Optional.empty()));
        load.awaitMore(200);
      }
      deployment
          .kafka()
          .committed(
              deployment.topics().classifications(),
              live.size() + deployment.kafka().committed(deployment.topics().images()).size());
      for (ServeThread each : List.of(a, b, c)) {
        assertThat(each.text("/metrics")).contains("inkstream_events_total{outcome=\"classified\"");
      }
    }
    Map<Deployment.Place, Classification> byThree =
        deployment.verify(0, 1, since(live, deployment));
    List<ConsumerRecord<byte[], byte[]>> before = all(deployment);

    try (ServeThread alone = instance(deployment, "one", "alone").awaitReady()) {
      deployment
          .kafka()
          .committed(deployment.topics().classifications(), before.size() + byThree.size());
      assertThat(alone.text("/health/ready")).contains("RUNNING");
    }
    Map<Deployment.Place, Classification> byOne =
        deployment.verify(0, 1, since(before, deployment));

    assertThat(byThree.keySet()).containsAll(answers.keySet());
    assertThat(byThree).hasSizeGreaterThan(answers.size());
    assertAlike(byThree, answers);
    assertThat(byOne.keySet()).isEqualTo(byThree.keySet());
    assertAlike(byOne, byThree);
  }

  private static ServeThread instance(Deployment deployment, String application, String name) {
    return ServeThread.start(
        deployment, application, name, VersionSettings.DEFAULT, Optional.empty());
  }

  /** Waits until so many instances each hold partitions, and nobody else. */
  private static void await(ServeThread serve, Lifecycle lifecycle, int instances) {
    serve.await(
        "to share the partitions",
        () -> {
          Collection<InstanceStatus> now = lifecycle.fleet().live().values();
          return now.size() == instances
              && now.stream().noneMatch(status -> status.getPartitions().isEmpty());
        });
  }

  /** Makes a change while events flow, and waits until it is in force. */
  private static void change(Load load, ServeThread serve, Supplier<AliasChange> change) {
    load.awaitMore(100);
    long inForce = change.get().getEffectiveFrom().toEpochMilli();
    serve.await("to be past the change", () -> System.currentTimeMillis() > inForce);
  }

  private static AliasChange promote(
      Lifecycle lifecycle, String version, String reason, Optional<Instant> at) {
    return lifecycle
        .promote(
            new RolloutRequest(version, LEAD, at, Duration.ofSeconds(60), false, reason, "a test"),
            line -> {})
        .orElseThrow();
  }

  private static List<ConsumerRecord<byte[], byte[]>> all(Deployment deployment) {
    return deployment.kafka().committed(deployment.topics().classifications());
  }

  /** What was answered since. */
  private static List<ConsumerRecord<byte[], byte[]>> since(
      List<ConsumerRecord<byte[], byte[]>> before, Deployment deployment) {
    Set<String> seen = new HashSet<>();
    before.forEach(answer -> seen.add(answer.partition() + ":" + answer.offset()));
    return all(deployment).stream()
        .filter(answer -> seen.add(answer.partition() + ":" + answer.offset()))
        .toList();
  }

  private static void assertAlike(
      Map<Deployment.Place, Classification> all, Map<Deployment.Place, Classification> some) {
    some.forEach(
        (place, answer) -> {
          assertThat(all.get(place).getModelVersion()).isEqualTo(answer.getModelVersion());
          assertThat(all.get(place).getLabel()).isEqualTo(answer.getLabel());
        });
  }
}
