package org.inkstream.model.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.inkstream.schemas.InstanceStatus;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final Heartbeats heartbeats = new Heartbeats(Duration.ofSeconds(15));

  @Test
  void shouldCountWhoHasBeenHeardOfLately() {
    heartbeats.beat(status("a", Map.of("v1", 1L), Map.of()), NOW.minusSeconds(15));
    heartbeats.beat(status("b", Map.of("v1", 1L), Map.of()), NOW.minusMillis(15_001));

    assertThat(heartbeats.alive(NOW).live()).containsOnlyKeys("a");
    assertThat(heartbeats.alive(NOW.plusMillis(1)).live()).isEmpty();
  }

  @Test
  void shouldNotCountWhoHasEnded() {
    heartbeats.beat(status("a", Map.of(), Map.of()), NOW);
    heartbeats.ended("a");
    heartbeats.ended("never-heard-of");

    assertThat(heartbeats.alive(NOW).live()).isEmpty();
  }

  @Test
  void shouldTakeTheBrokersTimeWhereThisClockIsBehind() {
    heartbeats.beat(status("dead", Map.of(), Map.of()), NOW.minusSeconds(60));
    heartbeats.beat(status("alive", Map.of(), Map.of()), NOW);

    assertThat(heartbeats.alive(NOW.minusSeconds(50)).live()).containsOnlyKeys("alive");
  }

  @Test
  void shouldBelieveTheLastThatAnInstanceSaid() {
    heartbeats.beat(status("a", Map.of(), Map.of()), NOW);
    heartbeats.beat(status("a", Map.of("v1", 7L), Map.of()), NOW.plusSeconds(1));

    assertThat(heartbeats.alive(NOW).loaded("v1")).containsExactly("a");
  }

  @Test
  void shouldSayWhoHasLoadedWhoRefusedAndWhoIsWaitedFor() {
    heartbeats.beat(status("a", Map.of("v1", 1L, "v2", 1L), Map.of()), NOW);
    heartbeats.beat(status("b", Map.of("v1", 1L), Map.of("v2", "WRONG_DIGEST")), NOW);
    heartbeats.beat(status("c", Map.of("v1", 1L), Map.of()), NOW);
    Fleet fleet = heartbeats.alive(NOW);

    assertThat(fleet.loaded("v2")).containsExactly("a");
    assertThat(fleet.refused("v2")).isEqualTo(Map.of("b", "WRONG_DIGEST"));
    assertThat(fleet.waitedFor("v2")).containsExactly("c");
    assertThat(fleet.describe("v2")).isEqualTo("1/3 loaded, b refused (WRONG_DIGEST)");
    assertThat(fleet.describe("v1")).isEqualTo("3/3 loaded");
  }

  private static InstanceStatus status(
      String instance, Map<String, Long> loaded, Map<String, String> refused) {
    return new InstanceStatus(instance, NOW, NOW, null, loaded, refused, List.of(), "");
  }
}
