package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class SignsTest {

  private static final Duration HEARD = Duration.ofSeconds(3);
  private static final Duration UNHEARD = Duration.ofSeconds(16);
  private static final Optional<String> NONE = Optional.empty();

  @Test
  void shouldBeReadyWhileItRunsAndIsHeard() {
    assertThat(new Signs(State.RUNNING, "", NONE, HEARD, NONE).health())
        .isEqualTo(new Health(true, true, "Kafka Streams is RUNNING"));
    // What failed once is mended.
    assertThat(new Signs(State.RUNNING, "a timeout", NONE, HEARD, NONE).health().ready()).isTrue();
  }

  @Test
  void shouldNotBeReadyThoughKafkaStreamsRunsWhenNoBrokerHearsIt() {
    assertThat(new Signs(State.RUNNING, "", NONE, Duration.ofSeconds(15), NONE).health().ready())
        .isTrue();
    assertThat(new Signs(State.RUNNING, "", NONE, UNHEARD, NONE).health())
        .isEqualTo(new Health(true, false, "no broker has taken a heartbeat for 16 s"));
  }

  @Test
  void shouldNotBeReadyThoughKafkaStreamsRunsWhenAThreadStandsStill() {
    assertThat(new Signs(State.RUNNING, "", NONE, HEARD, Optional.of("thread 1")).health())
        .isEqualTo(new Health(true, false, "thread 1"));
  }

  @Test
  void shouldNotBeReadyWhileItRebalancesOrEventsWait() {
    assertThat(new Signs(State.REBALANCING, "", NONE, HEARD, NONE).health())
        .isEqualTo(new Health(true, false, "Kafka Streams is REBALANCING"));
    assertThat(new Signs(State.RUNNING, "", Optional.of("schema 7"), HEARD, NONE).health())
        .isEqualTo(new Health(true, false, "events wait: schema 7"));
  }

  @Test
  void shouldNameTheCauseBeforeTheConsequence() {
    Optional<String> standing = Optional.of("thread 1");
    assertThat(new Signs(State.REBALANCING, "", NONE, UNHEARD, standing).health().detail())
        .startsWith("no broker");
    assertThat(
            new Signs(State.ERROR, "too often", Optional.of("schema 7"), UNHEARD, standing)
                .health())
        .isEqualTo(new Health(false, false, "Kafka Streams is ERROR: too often"));
    assertThat(new Signs(State.NOT_RUNNING, "", NONE, HEARD, NONE).health().live()).isFalse();
  }
}
