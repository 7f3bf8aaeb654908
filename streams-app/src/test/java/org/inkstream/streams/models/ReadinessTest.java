package org.inkstream.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadinessTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final ModelPool pool = new ModelPool(version -> TestModel.of(version, 1).load(1));
  private final Champions champions = new Champions(MissingVersion.STOP, CLOCK);
  private final Set<String> published = new HashSet<>(Set.of("v1", "v2"));
  private final Statuses statuses = new Statuses(CLOCK);
  private final Readiness readiness =
      new Readiness(champions, pool, published::contains, statuses.writer(), CLOCK);

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Test
  void shouldBeReadyOnceTheChampionOfNowIsLoaded() throws Exception {
    assertThat(readiness.waitingFor()).isEqualTo("the registry is being read");
    assertThat(readiness.hasNoChampion()).as("as far as is known").isFalse();

    readiness.registryRead();
    readiness.look();
    assertThat(readiness.waitingFor()).isEqualTo("no version was ever promoted");
    assertThat(readiness.hasNoChampion()).isTrue();

    champions.update(Histories.of("champion", NOW, "v1", "v2"));
    pool.prepare("v2");
    readiness.look();
    assertThat(readiness.waitingFor()).isEqualTo("no champion is loaded yet");
    assertThat(readiness.await(Duration.ZERO)).as("v2 is for later").isFalse();

    pool.prepare("v1");
    readiness.look();
    assertThat(readiness.await(Duration.ZERO)).isTrue();
  }

  @Test
  void shouldTellOnceThatTheChampionWasDeleted() throws Exception {
    champions.update(Histories.of("champion", NOW, "v1"));
    published.remove("v1");
    readiness.registryRead();

    readiness.look();
    readiness.look();

    assertThat(readiness.waitingFor()).isEqualTo("the champion v1 was deleted: publish it again");
    assertThat(statuses.words()).containsExactly("v1 REFUSED UNKNOWN_VERSION");
    assertThat(readiness.await(Duration.ZERO)).isFalse();
  }
}
