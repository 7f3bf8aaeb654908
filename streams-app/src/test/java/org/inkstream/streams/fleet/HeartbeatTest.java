package org.inkstream.streams.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.topic.Topics;
import org.inkstream.streams.testing.Hands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

  private final Hands clock = new Hands(Instant.parse("2026-01-01T00:00:00Z"));
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private Heartbeat heartbeat;

  @BeforeEach
  void beat() {
    heartbeat = new Heartbeat(producer, new Topics(""), "one", "test", clock);
    heartbeat.start(() -> new Vitals(Optional.empty(), Map.of(), Map.of(), List.of()));
    awaitSent(1);
  }

  @AfterEach
  void close() {
    heartbeat.close();
  }

  @Test
  void shouldBeUnheardSinceTheStartUntilABrokerHasTakenAHeartbeat() {
    clock.pass(Duration.ofSeconds(3).toMillis());
    assertThat(heartbeat.unheard()).isEqualTo(Duration.ofSeconds(3));

    producer.completeNext();

    assertThat(heartbeat.unheard()).isZero();
  }

  @Test
  void shouldBeUnheardSinceTheLastThatABrokerHasTaken() {
    producer.completeNext();
    clock.pass(Heartbeat.INTERVAL.toMillis());
    awaitSent(2);
    producer.errorNext(new TimeoutException("no broker"));
    clock.pass(Duration.ofSeconds(4).toMillis());
    assertThat(heartbeat.unheard()).isEqualTo(Duration.ofSeconds(7));

    awaitSent(3);
    producer.completeNext();

    assertThat(heartbeat.unheard()).isZero();
  }

  /** The heartbeat's thread sends soon after its time has come. */
  private void awaitSent(int count) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (producer.history().size() < count) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("%d of %d sent".formatted(producer.history().size(), count));
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
