package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.model.registry.RegistryReader;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.Classification;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

/** A champion whose answers the labels contradict makes room for the one before it, by itself. */
class AutoRollbackIT {

  private static final TestModel RIGHT = TestModel.of("v1", 1);
  private static final TestModel WRONG = TestModel.of("v2", 2);

  /** What the first champion says is the truth. */
  private static final int[] TRUTHS =
      IntStream.range(0, Load.IMAGES)
          .map(number -> RIGHT.label(TestImages.random(TestModel.SIDE, number)))
          .toArray();

  @Test
  void shouldRollBackWhatLabelsContradictAndKeepWhatTheyConfirm() {
    Deployment deployment = new Deployment(2).publish(RIGHT).publish(WRONG).publish(RIGHT.as("v3"));
    deployment.promote("v1", Duration.ZERO);
    try (ServeProcess serve = ServeProcess.start(deployment, "--auto-rollback")) {
      serve.awaitReady();
      try (Load load = Load.start(deployment, 200);
          LabelLoad labels =
              LabelLoad.start(deployment, 200, number -> TRUTHS[number % Load.IMAGES])) {
        load.awaitMore(200);
        deployment.promote("v2", Duration.ofSeconds(1));
        serve.await("to roll back", () -> isChampion(deployment, "v1"));
        load.awaitMore(600);

        // As good as the first, with labels that say so: it stays.
        deployment.promote("v3", Duration.ofSeconds(1));
        load.awaitMore(3_000);
        assertThat(labels.sent()).isPositive();
      }
      assertThat(history(deployment).changes())
          .extracting(AliasChange::getVersion)
          .containsExactly("v1", "v2", "v1", "v3");
      AliasChange rollback = history(deployment).changes().get(2);
      assertThat(rollback.getReason()).startsWith("automatic rollback: labelled events wrong: ");
      assertThat(rollback.getPrevious()).isEqualTo("v2");
      deployment.awaitAnswers(0, 1);
      assertThat(serve.terminate()).isZero();
    }

    // Each event has one answer, by the champion of its time, before, between and after.
    List<Classification> answers = List.copyOf(deployment.verify(0).values());
    assertThat(answers).extracting(Classification::getModelVersion).contains("v1", "v2", "v3");
    assertThat(answers)
        .filteredOn(answer -> answer.getModelVersion().equals("v2"))
        .hasSizeLessThan(2_000);
  }

  private static boolean isChampion(Deployment deployment, String version) {
    Optional<AliasChange> last = history(deployment).last();
    return last.map(AliasChange::getVersion).equals(Optional.of(version));
  }

  private static AliasHistory history(Deployment deployment) {
    return RegistryReader.readAll(deployment.kafka().client(), deployment.topics()).champion();
  }
}
