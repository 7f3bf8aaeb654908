package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class KillIT {

  private static final long SEED = 20261123;
  private static final int KILLS = 3;

  @Test
  void shouldAnswerEachEventOnceAndInOrderThoughKilledAgainAndAgain() {
    Deployment deployment = new Deployment(3).publish(TestModel.of("v1", 1));
    deployment.promote("v1", Duration.ZERO);
    Random random = new Random(SEED);
    ServeProcess serve = ServeProcess.start(deployment);
    try {
      try (Load load = Load.start(deployment, 400)) {
        for (int kill = 0; kill < KILLS; kill++) {
          serve.awaitReady();
          // A moment after the first answers, in the middle of work.
          load.awaitMore(100 + random.nextInt(400));
          serve.close();
          serve = ServeProcess.start(deployment);
        }
        serve.awaitReady();
      }
      deployment.awaitAnswers(0, 1);
      assertThat(serve.terminate()).isZero();
    } finally {
      serve.close();
    }

    assertThat(deployment.verify(0)).hasSizeGreaterThan(KILLS * 100);
  }
}
