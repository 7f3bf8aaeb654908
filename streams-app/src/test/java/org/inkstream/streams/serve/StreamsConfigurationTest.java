package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Settings whose change by accident would break a promise without breaking another test. */
class StreamsConfigurationTest {

  private static final Map<String, Object> CLIENT =
      Map.of("bootstrap.servers", "localhost:1", "security.protocol", "SSL");

  @Test
  void shouldKeepThePromisesOfTheService() {
    Properties settings =
        StreamsConfiguration.of(CLIENT, TopologyFixture.settings(Map.of()), Path.of("state"));

    assertThat(settings)
        .containsEntry("application.id", "inkstream-test")
        .containsEntry("client.id", "instance-1")
        .containsEntry("bootstrap.servers", "localhost:1")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("state.dir", "state")
        .containsEntry("processing.guarantee", "exactly_once_v2")
        .containsEntry("commit.interval.ms", 100L)
        .containsEntry("num.stream.threads", 1)
        .containsEntry("poll.ms", 5L)
        .containsEntry("consumer.auto.offset.reset", "earliest")
        .containsEntry("acceptable.recovery.lag", Long.MAX_VALUE)
        .containsEntry("replication.factor", -1)
        .containsEntry("producer.transaction.timeout.ms", 10_000)
        .containsEntry("producer.max.request.size", 16 << 20)
        .containsEntry("topic.max.message.bytes", 16 << 20);
    assertThat((Long) settings.get("statestore.cache.max.bytes"))
        .as("room for the slots of the waiting events")
        .isGreaterThanOrEqualTo(64L << 20);
  }

  @Test
  void shouldLetATransactionOutlastTheLongestCommitInterval() {
    ServeSettings seldom = TopologyFixture.settings(Duration.ofSeconds(60), Map.of());
    Properties settings = StreamsConfiguration.of(CLIENT, seldom, Path.of("state"));

    assertThat(settings)
        .containsEntry("commit.interval.ms", 60_000L)
        .containsEntry("producer.transaction.timeout.ms", 120_000);
  }

  @Test
  void shouldLetTheOperatorsSettingsWin() {
    Properties settings =
        StreamsConfiguration.of(
            CLIENT,
            TopologyFixture.settings(Map.of("commit.interval.ms", "7", "rack.id", "a")),
            Path.of("state"));

    assertThat(settings).containsEntry("commit.interval.ms", "7").containsEntry("rack.id", "a");
  }
}
