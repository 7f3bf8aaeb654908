package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class TwoInstancesIT {

  @Test
  void shouldAnswerEachEventOnceAndInOrderWhileInstancesJoinAndLeave() {
    Deployment deployment = new Deployment(4).publish(TestModel.of("v1", 1));
    deployment.promote("v1", Duration.ZERO);
    try (ServeProcess first = ServeProcess.start(deployment).awaitReady()) {
      ServeProcess second;
      try (Load load = Load.start(deployment, 400)) {
        load.awaitMore(200);
        second = ServeProcess.start(deployment);
        second.await("to score", () -> scores(second));
        load.awaitMore(200);
        assertThat(first.terminate()).isZero();
        load.awaitMore(400);
      }
      try (second) {
        deployment.awaitAnswers(0, 1);
        assertThat(second.terminate()).isZero();
      }
    }

    assertThat(deployment.verify(0)).hasSizeGreaterThan(800);
  }

  private static boolean scores(ServeProcess serve) {
    return serve.text("/metrics").contains("inkstream_events_total{outcome=\"classified\"");
  }
}
