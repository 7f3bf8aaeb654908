package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.inkstream.streams.cluster.BrokerSource;
import org.inkstream.streams.cluster.ContainerBrokers;
import org.inkstream.streams.cluster.KafkaCluster;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the embedded broker cannot show: three brokers of which one goes away, and a network that
 * does. An instance in a process of its own, under load all the while, loses nothing, answers
 * nothing twice, and recovers by itself.
 */
@Timeout(300)
class BrokenClusterContainerIT {

  private static final int PER_SECOND = 100;

  private static ContainerBrokers brokers;
  private static KafkaCluster kafka;

  @BeforeEach
  void startBrokers() {
    Optional<String> why = BrokerSource.whyNoContainers();
    // The report of the tests counts what was skipped and does not say why.
    why.ifPresent(reason -> System.err.println("BrokenClusterContainerIT is skipped: " + reason));
    Assumptions.assumeTrue(why.isEmpty(), () -> why.orElseThrow());
    if (kafka == null) {
      brokers = ContainerBrokers.start(3);
      kafka = new KafkaCluster(brokers);
    }
  }

  @AfterAll
  static void stopBrokers() {
    if (kafka != null) {
      kafka.close();
    }
  }

  @Test
  void shouldAnswerEachEventOnceThoughABrokerIsKilledAndComesBack() {
    Deployment deployment = deployed();
    try (ServeProcess serve = ServeProcess.start(deployment).awaitReady()) {
      try (Load load = Load.start(deployment, PER_SECOND)) {
        load.awaitMore(5 * PER_SECOND);
        brokers.kill(1);
        load.awaitMore(15 * PER_SECOND);
        brokers.startAgain(1);
        load.awaitMore(15 * PER_SECOND);
        serve.awaitReady();
      }
      awaitAnswered(deployment, serve);
    }
  }

  @Test
  void shouldAnswerEachEventOnceThoughABrokerStandsStill() {
    Deployment deployment = deployed();
    try (ServeProcess serve = ServeProcess.start(deployment).awaitReady()) {
      try (Load load = Load.start(deployment, PER_SECOND)) {
        load.awaitMore(5 * PER_SECOND);
        brokers.pause(2);
        load.awaitMore(30 * PER_SECOND);
        brokers.unpause(2);
        load.awaitMore(10 * PER_SECOND);
        serve.awaitReady();
      }
      awaitAnswered(deployment, serve);
    }
  }

  @Test
  void shouldSayThatItIsCutOffAndAnswerEachEventOnceWhenItIsBack() {
    Deployment deployment = deployed();
    try (ServeProcess serve = ServeProcess.start(deployment).awaitReady()) {
      try (Load load = Load.start(deployment, PER_SECOND)) {
        load.awaitMore(5 * PER_SECOND);
        brokers.cut();
        serve.await(
            "to say that no broker hears it",
            () ->
                serve.status("/health/ready") == 503
                    && serve.text("/health/ready").contains("no broker has taken a heartbeat for"));
        assertThat(serve.status("/health/live")).isEqualTo(200);
        // Longer than requests, of 30 s, are waited for.
        load.awaitMore(30 * PER_SECOND);
        assertThat(serve.status("/health/ready")).isEqualTo(503);
        brokers.mend();
        serve.awaitReady();
        load.awaitMore(5 * PER_SECOND);
      }
      awaitAnswered(deployment, serve);
    }
  }

  private static Deployment deployed() {
    Deployment deployment = new Deployment(kafka, 3).publish(TestModel.of("v1", 1));
    deployment.promote("v1", Duration.ZERO);
    return deployment;
  }

  private static void awaitAnswered(Deployment deployment, ServeProcess serve) {
    try {
      deployment.awaitAnswers(0, 1);
    } catch (AssertionError e) {
      throw new AssertionError(serve.output(), e);
    }
    assertThat(serve.terminate()).isZero();
    assertThat(deployment.verify(0)).hasSizeGreaterThan(20 * PER_SECOND);
  }
}
