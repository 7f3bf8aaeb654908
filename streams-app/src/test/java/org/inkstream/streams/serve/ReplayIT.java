package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.schemas.Classification;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class ReplayIT {

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
}
