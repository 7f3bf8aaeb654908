package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.inkstream.model.bundle.Sha256;
import org.inkstream.model.fleet.FleetReader;
import org.inkstream.model.fleet.RolloutRequest;
import org.inkstream.model.registry.Artifacts;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.model.registry.RegistrySnapshot;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ModelVersion;
import org.inkstream.streams.lifecycle.Lifecycle;
import org.inkstream.streams.lifecycle.LifecycleFailure;
import org.inkstream.streams.lifecycle.LifecycleFailure.Kind;
import org.inkstream.streams.lifecycle.VersionView;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is done about versions, with a registry and heartbeats, and nobody who serves. */
@Timeout(180)
class LifecycleIT {

  private static final Duration NO_WAIT = Duration.ZERO;
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Deployment deployment =
      new Deployment(1)
          .publish(TestModel.of("v1", 1))
          .publish(TestModel.of("v2", 2))
          .publish(TestModel.of("v3", 3))
          .publish(TestModel.of("v4", 4));
  private final Lifecycle lifecycle = lifecycle(FleetReader.DEAD_AFTER);
  private final List<String> progress = new ArrayList<>();

  @Test
  void shouldPromoteAtOnceWhereNobodyServesAndSaySo() {
    AliasChange change = promote("v1", LONG).orElseThrow();

    assertThat(progress).containsExactly("no instance is alive: nobody is waited for");
    assertThat(change.getBundleSha256())
        .isEqualTo(registry().version("v1").orElseThrow().getBundleSha256());
    assertThat(registry().champion().changes()).containsExactly(change);
    assertThat(promote("v1", LONG)).as("already").isEmpty();
    assertThat(registry().history(RegistrySnapshot.CANDIDATE).changes()).isEmpty();
  }

  @Test
  void shouldPromoteNothingThatALiveInstanceHasNotLoaded() {
    promote("v1", NO_WAIT);
    deployment.beat("slow", Map.of("v1", 1L), Map.of());
    deployment.beat("quick", Map.of("v1", 1L, "v2", 1L), Map.of());

    assertFails(Kind.NOT_LOADED, () -> promote("v2", Duration.ofMillis(500)), "slow");

    assertThat(progress).contains("1/2 loaded, waiting for slow");
    assertThat(champions()).containsExactly("v1");
    // So that it can load what it has never been asked for.
    assertThat(registry().candidates(Instant.now())).containsExactly("v2");
    promote("v2", NO_WAIT);
    assertThat(champions()).containsExactly("v1", "v2");
  }

  @Test
  void shouldPromoteOnceTheLastInstanceHasLoadedIt() throws Exception {
    promote("v1", NO_WAIT);
    deployment.beat("slow", Map.of("v1", 1L), Map.of());
    try (Background background = new Background()) {
      Future<Optional<AliasChange>> promotion = background.run(() -> promote("v2", LONG));
      awaitCandidate("v2");
      assertThat(champions()).containsExactly("v1");
      deployment.beat("slow", Map.of("v1", 1L, "v2", 1L), Map.of());

      assertThat(promotion.get()).isPresent();
    }
    assertThat(champions()).containsExactly("v1", "v2");
  }

  @Test
  void shouldWaitNoLongerForAnInstanceThatDies() {
    promote("v1", NO_WAIT);
    deployment.beat("dying", Map.of("v1", 1L), Map.of());

    Optional<AliasChange> change =
        lifecycle(Duration.ofSeconds(2)).promote(request("v2", LONG, false), progress::add);

    assertThat(progress).contains("0/1 loaded, waiting for dying");
    assertThat(change).isPresent();
  }

  @Test
  void shouldWaitNoLongerForAnInstanceThatEndsInOrder() throws Exception {
    promote("v1", NO_WAIT);
    deployment.beat("ending", Map.of("v1", 1L), Map.of());
    try (Background background = new Background()) {
      Future<Optional<AliasChange>> promotion = background.run(() -> promote("v2", LONG));
      awaitCandidate("v2");
      deployment.kafka().send(deployment.topics().instances(), "ending".getBytes(UTF_8), null);

      assertThat(promotion.get()).isPresent();
    }
    assertThat(lifecycle.fleet().live()).isEmpty();
  }

  @Test
  void shouldPromoteWhatAnInstanceRefusedIfForced() {
    promote("v1", NO_WAIT);
    deployment.beat("picky", Map.of("v1", 1L), Map.of("v2", "GOLDEN_ROWS_DIFFER"));

    assertFails(Kind.REFUSED, () -> promote("v2", NO_WAIT), "picky", "GOLDEN_ROWS_DIFFER");
    assertThat(champions()).containsExactly("v1");
    assertThat(lifecycle.version("v2").fleet().describe("v2"))
        .isEqualTo("0/1 loaded, picky refused (GOLDEN_ROWS_DIFFER)");

    lifecycle.promote(request("v2", LONG, true), progress::add);
    assertThat(champions()).containsExactly("v1", "v2");
  }

  @Test
  void shouldPromoteFromATimeOnAndInThePastIfForced() {
    promote("v1", NO_WAIT);
    Instant future = Instant.parse("2126-01-01T00:00:00Z");
    Instant past = Instant.parse("2026-01-01T00:00:00Z");

    lifecycle.promote(at("v2", future, false), progress::add);
    assertFails(
        Kind.IN_THE_PAST, () -> lifecycle.promote(at("v3", past, false), progress::add), "passed");
    lifecycle.promote(at("v3", past, true), progress::add);
    assertThat(lifecycle.promote(at("v2", future, false), progress::add)).as("already").isEmpty();

    assertThat(champions()).containsExactly("v3", "v1", "v2");
    assertThat(registry().champion().at(future.toEpochMilli())).contains("v2");
    assertThat(lifecycle.version("v2").aliases()).containsExactly("champion@" + future);
  }

  @Test
  void shouldRollBackToTheOneBeforeOrToAnotherFormerChampion() {
    assertFails(Kind.NO_PREVIOUS, () -> lifecycle.rollbackTo(Optional.empty()), "no champion");
    promote("v1", NO_WAIT);
    assertFails(Kind.NO_PREVIOUS, () -> lifecycle.rollbackTo(Optional.empty()), "before");
    promote("v2", NO_WAIT);
    promote("v3", NO_WAIT);

    assertThat(lifecycle.rollbackTo(Optional.empty())).isEqualTo("v2");
    assertThat(lifecycle.rollbackTo(Optional.of("v1"))).isEqualTo("v1");
    assertFails(Kind.NO_PREVIOUS, () -> lifecycle.rollbackTo(Optional.of("v4")), "never");
    assertFails(Kind.NOT_PUBLISHED, () -> lifecycle.rollbackTo(Optional.of("v9")), "v9");
  }

  @Test
  void shouldMakeOneHistoryOfPromotionsThatComeAtOnce() throws Exception {
    promote("v1", NO_WAIT);
    int rounds = 10;
    CyclicBarrier start = new CyclicBarrier(3);
    int promoted = 0;
    try (Background background = new Background()) {
      for (int round = 0; round < rounds; round++) {
        List<Future<Optional<AliasChange>>> promotions = new ArrayList<>();
        for (String version : List.of("v2", "v3", "v4")) {
          promotions.add(
              background.run(
                  () -> {
                    start.await();
                    return lifecycle(FleetReader.DEAD_AFTER)
                        .promote(request(version, NO_WAIT, false), line -> {});
                  }));
        }
        for (Future<Optional<AliasChange>> promotion : promotions) {
          promoted += promotion.get().isPresent() ? 1 : 0;
        }
      }
    }

    // Each knew the one before it: none was decided beside another, and none overtook one.
    List<AliasChange> written = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> entry :
        deployment.kafka().committed(deployment.topics().modelAliases())) {
      written.add(deployment.topics().modelAliases().wire().decode(entry.value()));
    }
    assertThat(written).hasSize(promoted + 1);
    for (int i = 1; i < written.size(); i++) {
      assertThat(written.get(i).getPrevious()).isEqualTo(written.get(i - 1).getVersion());
      assertThat(written.get(i).getEffectiveFrom())
          .isAfterOrEqualTo(written.get(i - 1).getEffectiveFrom());
    }
    assertThat(registry().champion().changes()).isEqualTo(written);
  }

  @Test
  void shouldDeleteAVersionWithAllItsChunksUnlessSomethingNamesIt() {
    promote("v1", NO_WAIT);
    promote("v2", NO_WAIT);
    lifecycle.shadow(Optional.of("v3"), Duration.ZERO, "", "a test");
    ModelVersion v4 = registry().version("v4").orElseThrow();

    assertFails(Kind.NAMED, () -> lifecycle.delete("v1"), "v1 is not deleted");
    assertFails(Kind.NAMED, () -> lifecycle.delete("v2"), "champion");
    assertFails(Kind.NAMED, () -> lifecycle.delete("v3"), "shadow");
    assertFails(Kind.NOT_PUBLISHED, () -> lifecycle.delete("v9"), "v9");
    lifecycle.delete("v4");

    assertThat(registry().versions()).containsOnlyKeys("v1", "v2", "v3");
    assertThat(
            deployment.kafka().committed(deployment.topics().modelArtifacts()).stream()
                .filter(entry -> entry.value() == null)
                .map(entry -> new String(entry.key(), UTF_8)))
        .hasSize(v4.getChunks())
        .allMatch(key -> key.startsWith("v4/"));
    lifecycle.shadow(Optional.empty(), Duration.ZERO, "", "a test");
    lifecycle.delete("v3");
    assertThat(registry().versions()).containsOnlyKeys("v1", "v2");
  }

  @Test
  void shouldRememberThatADeletedVersionWasChampion() {
    for (String version : List.of("v1", "v2", "v3")) {
      lifecycle.promote(
          at(version, Instant.parse("2026-01-0" + version.charAt(1) + "T00:00:00Z"), true),
          progress::add);
    }
    try (RegistryReader early =
        new RegistryReader(deployment.kafka().client(), deployment.topics())) {
      early.readToEnd();
      lifecycle.delete("v1");
      // Nobody has published this one, nor has who wrote it looked.
      deployment.registry().point("champion", "v0", Instant.now(), "v3", "attack", "somebody");
      early.readToEnd();

      RegistrySnapshot late = registry();
      assertThat(late.champion().changes()).isEqualTo(early.snapshot().champion().changes());
      assertThat(late.champion().at(0)).contains("v1");
      assertThat(late.champion().at(Instant.now().plusSeconds(60).toEpochMilli())).contains("v3");
    }
  }

  @Test
  void shouldPruneTheOldestThatNothingNames() throws Exception {
    promote("v1", NO_WAIT);

    assertThat(lifecycle.prune(4)).isEmpty();
    assertThat(lifecycle.prune(1)).containsExactly("v2", "v3");
    assertThat(lifecycle.prune(1)).isEmpty();

    assertThat(lifecycle.versions()).extracting(VersionView::version).containsExactly("v1", "v4");
    // What was deleted may come back, though its old chunks may not be compacted away yet.
    deployment.publish(TestModel.of("v2", 2));
    ModelVersion again = registry().version("v2").orElseThrow();
    Artifacts artifacts = new Artifacts(deployment.kafka().client(), deployment.topics());
    assertThat(Sha256.of(artifacts.fetch(again))).isEqualTo(again.getBundleSha256());
  }

  private Optional<AliasChange> promote(String version, Duration patience) {
    return lifecycle.promote(request(version, patience, false), progress::add);
  }

  private static RolloutRequest request(String version, Duration patience, boolean force) {
    return new RolloutRequest(
        version, Duration.ofSeconds(2), Optional.empty(), patience, force, "promote", "a test");
  }

  private static RolloutRequest at(String version, Instant time, boolean force) {
    return new RolloutRequest(
        version, Duration.ZERO, Optional.of(time), NO_WAIT, force, "promote", "a test");
  }

  private Lifecycle lifecycle(Duration deadAfter) {
    return new Lifecycle(
        deployment.kafka().client(), deployment.topics(), deadAfter, Clock.systemUTC());
  }

  private RegistrySnapshot registry() {
    return RegistryReader.readAll(deployment.kafka().client(), deployment.topics());
  }

  private List<String> champions() {
    return registry().champion().changes().stream().map(AliasChange::getVersion).toList();
  }

  private void awaitCandidate(String version) {
    while (!registry().candidates(Instant.now()).contains(version)) {
      Deployment.pause();
    }
  }

  private static void assertFails(Kind kind, ThrowingCallable action, String... words) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            LifecycleFailure.class, failure -> assertThat(failure.kind()).isEqualTo(kind))
        .message()
        .contains(words);
  }

  /** Threads that end with the test. */
  private static final class Background implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    <T> Future<T> run(Callable<T> work) {
      return threads.submit(work);
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
