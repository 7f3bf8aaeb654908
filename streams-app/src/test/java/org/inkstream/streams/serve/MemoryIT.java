package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.GateOutcome;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.streams.models.ModelSettings;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What does not fit the budget of native memory waits, and is loaded once there is room. */
@Timeout(300)
class MemoryIT {

  private static final int BATCH = 32;

  @Test
  void shouldLoadAVersionOnceThereIsRoomForIt() {
    Deployment deployment =
        new Deployment(1).publish(TestModel.of("v1", 1)).publish(TestModel.of("v2", 2));
    deployment.promote("v1", Duration.ZERO);
    deployment.registry().point("shadow", "v2", Instant.now(), null, "a test", "somebody");
    ModelSettings settings = new ModelSettings(Optional.empty(), roomForTwoInUse());
    Instant loaded;
    try (ServeThread serve = ServeThread.start(deployment, "memory", settings).awaitReady()) {
      try (Load load = Load.start(deployment, 300)) {
        serve.await("to use both", () -> serve.text("/metrics").contains("shadow_compared_total"));
        deployment.publish(TestModel.of("v3", 3));
        AliasChange promotion = deployment.promote("v3", Duration.ZERO);
        serve.await("to refuse", () -> !statuses(deployment, ModelState.REFUSED).isEmpty());
        serve.await(
            "to go on with the one before", () -> answered(deployment, "v1", promotion) > 50);
        assertThat(statuses(deployment, ModelState.LOADED)).isEmpty();

        deployment.registry().point("shadow", null, Instant.now(), "v2", "a test", "somebody");
        serve.await("to load it", () -> !statuses(deployment, ModelState.LOADED).isEmpty());
        loaded = statuses(deployment, ModelState.LOADED).get(0).getAt();
        load.awaitMore(100);
        serve.await("to answer with it", () -> answered(deployment, "v3", promotion) > 50);
      }
      deployment.awaitAnswers(0, 1);
      assertThat(serve.text("/health/ready")).contains("RUNNING");
    }

    assertThat(deployment.answers()).hasSameSizeAs(events(deployment));
    assertThat(deployment.answers())
        .extracting(Classification::getModelVersion)
        .containsOnly("v1", "v3")
        .endsWith("v3");
    assertThat(statuses(deployment, ModelState.REFUSED))
        .allSatisfy(
            refused -> {
              assertThat(refused.getAt()).isBeforeOrEqualTo(loaded);
              assertThat(refused.getReason()).isEqualTo("MEMORY");
              assertThat(outcome(refused, "MEMORY")).isEqualTo("FAILED");
              assertThat(outcome(refused, "LOAD")).isEqualTo("SKIPPED");
            });
    assertThat(statuses(deployment, ModelState.LOADED))
        .allSatisfy(status -> assertThat(outcome(status, "MEMORY")).isEqualTo("PASSED"));
  }

  /** One byte too little for a third to be loaded beside two that score. */
  private static long roomForTwoInUse() {
    try (LoadedModel model = TestModel.of("v0", 0).load(BATCH)) {
      long weights = model.nativeBytes();
      try (Scorer scorer = model.newScorer(BATCH)) {
        long inUse = model.nativeBytes();
        assertThat(scorer.inputSize()).isEqualTo(TestModel.SIDE * TestModel.SIDE);
        assertThat(inUse).isGreaterThan(weights);
        // Deeplearning4j's weights are there until ours are made.
        return 2 * inUse + 2 * weights - 1;
      }
    }
  }

  private static List<ModelStatus> statuses(Deployment deployment, ModelState state) {
    return deployment.statuses().stream()
        .filter(status -> status.getVersion().equals("v3") && status.getState() == state)
        .toList();
  }

  private static String outcome(ModelStatus status, String step) {
    return status.getGate().stream()
        .filter(outcome -> outcome.getStep().equals(step))
        .map(GateOutcome::getOutcome)
        .findFirst()
        .orElseThrow();
  }

  /** How many events since a promotion a version has answered. */
  private static long answered(Deployment deployment, String version, AliasChange since) {
    return deployment.kafka().committed(deployment.topics().classifications()).stream()
        .filter(answer -> answer.timestamp() >= since.getEffectiveFrom().toEpochMilli())
        .map(answer -> Deployment.decode(answer, deployment.topics().classifications().wire()))
        .filter(answer -> answer.getModelVersion().equals(version))
        .count();
  }

  private static List<ConsumerRecord<byte[], byte[]>> events(Deployment deployment) {
    return deployment.kafka().committed(deployment.topics().images());
  }
}
