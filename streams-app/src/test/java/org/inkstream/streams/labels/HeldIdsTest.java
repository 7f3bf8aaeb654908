package org.inkstream.streams.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeldIdsTest {

  private record Id(long high, long low) {}

  private record References(long event, long label) {}

  /** Beside a map that is known to work; few homes, so that ids crowd and gaps have to close. */
  @Test
  void shouldHoldWhatAMapHolds() {
    Random random = new Random(20261124);
    HeldIds ids = new HeldIds();
    Map<Id, References> map = new HashMap<>();
    for (int step = 0; step < 200_000; step++) {
      Id id = new Id(random.nextInt(40), random.nextInt(50) * 1021L);
      int slot = ids.find(id.high(), id.low());
      assertThat(slot >= 0).isEqualTo(map.containsKey(id));
      if (slot >= 0) {
        assertThat(new References(ids.event(slot), ids.label(slot))).isEqualTo(map.get(id));
      }
      long event = random.nextInt(3);
      long label = random.nextInt(3) - 1;
      if (event == HeldIds.NONE && label == HeldIds.NONE) {
        if (slot >= 0) {
          ids.set(slot, event, label);
        }
        map.remove(id);
      } else {
        if (slot >= 0) {
          ids.set(slot, event, label);
        } else {
          ids.add(id.high(), id.low(), event, label);
        }
        map.put(id, new References(event, label));
      }
      assertThat(ids.size()).isEqualTo(map.size());
    }
    assertThat(ids.waiting())
        .isEqualTo(
            (int) map.values().stream().filter(r -> r.event() != 0 && r.label() == 0).count());
  }

  @Test
  void shouldGrow() {
    HeldIds ids = new HeldIds();
    for (long i = 1; i <= 100_000; i++) {
      ids.add(i, i * 0x9E3779B97F4A7C15L, i, HeldIds.NONE);
    }

    assertThat(ids.size()).isEqualTo(100_000);
    for (long i = 1; i <= 100_000; i++) {
      assertThat(ids.event(ids.find(i, i * 0x9E3779B97F4A7C15L))).isEqualTo(i);
    }
  }

  @Test
  void shouldNotHoldAnIdForNothing() {
    assertThatThrownBy(() -> new HeldIds().add(1, 2, HeldIds.NONE, HeldIds.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
