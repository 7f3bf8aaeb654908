package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.fleet.Fleet;
import org.inkstream.model.fleet.FleetReader;
import org.inkstream.model.fleet.RolloutRequest;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.InstanceStatus;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.streams.lifecycle.Lifecycle;
import org.inkstream.streams.models.MissingVersion;
import org.inkstream.streams.models.VersionSettings;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Instances that come and go while versions change agree in the end, and all the time. */
@Timeout(300)
class FleetIT {

  private static final Duration LEAD = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void shouldLoadAnOldVersionEverywhereBeforeItIsPromoted() throws Exception {
    Deployment deployment = published("v1", "v2", "v3");
    deployment.promote("v1", Duration.ZERO);
    List<String> progress = new ArrayList<>();
    try (ServeThread a = instance(deployment, "a").awaitReady();
        ServeThread b = instance(deployment, "b").awaitReady()) {
      Lifecycle lifecycle = lifecycle(deployment);
      a.await("to load the newest", () -> lifecycle.fleet().loaded("v3").size() == 2);
      // It is neither champion nor the newest: nobody has a reason to have it.
      assertThat(lifecycle.fleet().loaded("v2")).isEmpty();

      AliasChange change = lifecycle.promote(request("v2"), progress::add).orElseThrow();

      Fleet fleet = lifecycle.fleet();
      assertThat(progress).first().asString().startsWith("0/2 loaded, waiting for a, b");
      assertThat(fleet.loaded("v2")).containsExactly("a", "b");
      assertThat(
              deployment.statuses().stream()
                  .filter(status -> status.getVersion().equals("v2"))
                  .filter(status -> status.getState() == ModelState.LOADED)
                  .filter(status -> status.getAt().isBefore(change.getChangedAt()))
                  .map(ModelStatus::getInstance)
                  .distinct())
          .containsExactlyInAnyOrder("a", "b");
      assertThat(lifecycle.version("v2").fleet().describe("v2")).isEqualTo("2/2 loaded");
      b.await("to hold a partition each", () -> partitions(lifecycle.fleet()).size() == 2);
    }
    assertThat(lifecycle(deployment).fleet().live()).as("ended in order").isEmpty();
  }

  @Test
  void shouldEndInTheSameStateWheneverAnInstanceCame() throws Exception {
    Deployment deployment = published("v1", "v2", "v3");
    deployment.promote("v1", Duration.ZERO);
    Lifecycle lifecycle = lifecycle(deployment);
    try (ServeThread early = instance(deployment, "early").awaitReady()) {
      ServeThread during;
      ServeThread after;
      try (Load load = Load.start(deployment, 300)) {
        load.awaitMore(100);
        long inForce = deployment.promote("v2", LEAD).getEffectiveFrom().toEpochMilli();
        // Announced, and not yet in force.
        during = instance(deployment, "during").awaitReady();
        early.await("to be past the change", () -> System.currentTimeMillis() > inForce);
        load.awaitMore(100);
        long back = deployment.promote("v1", LEAD).getEffectiveFrom().toEpochMilli();
        early.await("to be past the rollback", () -> System.currentTimeMillis() > back);
        load.awaitMore(100);
        after = instance(deployment, "after").awaitReady();
        load.awaitMore(200);
      }
      try (during;
          after) {
        deployment.awaitAnswers(0, 1);
        early.await(
            "to agree",
            () -> {
              Map<String, InstanceStatus> live = lifecycle.fleet().live();
              return live.size() == 3
                  && live.values().stream()
                      .allMatch(
                          status ->
                              "v1".equals(status.getChampion())
                                  && new TreeSet<>(status.getLoaded().keySet())
                                      .equals(new TreeSet<>(List.of("v1", "v2", "v3"))));
            });
      }
    }
    Map<Deployment.Place, Classification> answers = deployment.verify(0);
    assertThat(answers.values())
        .extracting(Classification::getModelVersion)
        .contains("v1", "v2")
        .doesNotContain("v3");

    // One that comes after all of it, and has to answer everything, answers alike.
    List<ConsumerRecord<byte[], byte[]>> live =
        deployment.kafka().committed(deployment.topics().classifications());
    try (ServeThread late = ServeThread.start(deployment, "another").awaitReady()) {
      deployment.awaitAnswers(0, 2);
      assertThat(late.text("/health/ready")).contains("RUNNING");
    }
    Map<Deployment.Place, Classification> again =
        deployment.verify(0, 1, without(live, deployment));
    answers.forEach(
        (place, answer) ->
            assertThat(again.get(place).getModelVersion()).isEqualTo(answer.getModelVersion()));
  }

  @Test
  void shouldNotCountAnInstanceThatWasKilled() {
    Deployment deployment = published("v1", "v2");
    deployment.promote("v1", Duration.ZERO);
    Lifecycle lifecycle =
        new Lifecycle(
            deployment.kafka().client(),
            deployment.topics(),
            Duration.ofSeconds(8),
            Clock.systemUTC());
    try (ServeThread alive = instance(deployment, "alive").awaitReady();
        ServeProcess killed = ServeProcess.start(deployment, "--instance", "killed")) {
      alive.await("to be two", () -> lifecycle.fleet().live().size() == 2);
      killed.kill();
      assertThat(lifecycle.fleet().live()).containsKey("killed");

      alive.await("to be alone", () -> lifecycle.fleet().live().size() == 1);
      assertThat(lifecycle.fleet().live()).containsOnlyKeys("alive");
      assertThat(lifecycle.promote(request("v2"), line -> {})).isPresent();
    }
  }

  @Test
  void shouldStopOrLetTheChampionAnswerWhereAReplayNeedsADeletedVersion() {
    Deployment deployment = published("v1", "v2", "v3");
    Lifecycle lifecycle = lifecycle(deployment);
    deployment.promote("v1", Duration.ZERO);
    try (ServeThread serve = ServeThread.start(deployment, "first").awaitReady()) {
      try (Load load = Load.start(deployment, 300)) {
        for (String next : List.of("v2", "v3")) {
          load.awaitMore(50);
          long inForce =
              deployment.promote(next, Duration.ofSeconds(1)).getEffectiveFrom().toEpochMilli();
          serve.await("to be past the change", () -> System.currentTimeMillis() > inForce);
        }
        load.awaitMore(50);
      }
      deployment.awaitAnswers(0, 1);
      lifecycle.delete("v1");
      // The live stream has no need of it.
      try (Load load = Load.start(deployment, 300)) {
        load.awaitMore(50);
      }
      deployment.awaitAnswers(0, 1);
    }
    Map<Deployment.Place, Classification> answers = deployment.verify(0);
    List<ConsumerRecord<byte[], byte[]>> live =
        deployment.kafka().committed(deployment.topics().classifications());

    ServeThread strict = ServeThread.start(deployment, "strict");
    assertThat(strict.awaitFailure())
        .rootCause()
        .hasMessageContaining("version v1, champion at")
        .hasMessageContaining("--missing-version champion");

    try (ServeThread lenient =
        ServeThread.start(
            deployment,
            "lenient",
            "lenient",
            new VersionSettings(Duration.ofHours(1), MissingVersion.CHAMPION),
            Optional.empty())) {
      lenient.awaitReady();
      deployment.awaitAnswers(0, 2);
    }
    Map<Deployment.Place, String> replayed = new HashMap<>();
    for (Classification answer : decoded(without(live, deployment), deployment)) {
      replayed.put(
          new Deployment.Place(answer.getSourcePartition(), answer.getSourceOffset()),
          answer.getModelVersion());
    }
    assertThat(replayed.keySet()).isEqualTo(answers.keySet());
    answers.forEach(
        (place, answer) ->
            assertThat(replayed.get(place))
                .isEqualTo(
                    answer.getModelVersion().equals("v1") ? "v3" : answer.getModelVersion()));
  }

  private static Deployment published(String... versions) {
    Deployment deployment = new Deployment(2);
    for (int i = 0; i < versions.length; i++) {
      deployment.publish(TestModel.of(versions[i], i + 1));
    }
    return deployment;
  }

  private static ServeThread instance(Deployment deployment, String name) {
    return ServeThread.start(deployment, "fleet", name, VersionSettings.DEFAULT, Optional.empty());
  }

  private static Lifecycle lifecycle(Deployment deployment) {
    return new Lifecycle(
        deployment.kafka().client(),
        deployment.topics(),
        FleetReader.DEAD_AFTER,
        Clock.systemUTC());
  }

  private static RolloutRequest request(String version) {
    return new RolloutRequest(
        version, Duration.ofSeconds(1), Optional.empty(), PATIENCE, false, "promote", "a test");
  }

  private static List<Integer> partitions(Fleet fleet) {
    return fleet.live().values().stream()
        .flatMap(status -> status.getPartitions().stream())
        .distinct()
        .toList();
  }

  /** What was answered since. */
  private static List<ConsumerRecord<byte[], byte[]>> without(
      List<ConsumerRecord<byte[], byte[]>> before, Deployment deployment) {
    TreeSet<String> seen = new TreeSet<>();
    before.forEach(answer -> seen.add(answer.partition() + ":" + answer.offset()));
    return deployment.kafka().committed(deployment.topics().classifications()).stream()
        .filter(answer -> seen.add(answer.partition() + ":" + answer.offset()))
        .toList();
  }

  private static List<Classification> decoded(
      List<ConsumerRecord<byte[], byte[]>> answers, Deployment deployment) {
    return answers.stream()
        .map(answer -> Deployment.decode(answer, deployment.topics().classifications().wire()))
        .toList();
  }
}
