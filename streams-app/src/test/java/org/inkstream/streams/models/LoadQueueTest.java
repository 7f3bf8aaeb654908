package org.inkstream.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadQueueTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final long WEIGHTS = (28 * 28 + 1) * 10 * Float.BYTES;
  private static final Set<String> PUBLISHED = Set.of("v1", "v2", "v3", "bad");

  /** What waits for the loader's thread, which the test is. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  private final List<String> loads = new ArrayList<>();
  // Two versions, and what the scorers of two leases take.
  private final ModelPool pool = new ModelPool(this::load, 2 * WEIGHTS + WEIGHTS / 2);
  private final Champions champions = new Champions();
  private final Statuses statuses = new Statuses(CLOCK);
  private int looks;
  private final LoadQueue queue =
      new LoadQueue(
          waiting::add,
          new Preparation(
              pool, champions, new Shadows(), new SwapRecorder(CLOCK), statuses.writer()),
          pool,
          champions,
          () -> looks++);

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Test
  void shouldLoadWhatIsNamedInTheOrderOfItsNaming() {
    queue.add("v3");
    queue.add("v1");
    assertThat(loads).as("by the thread that loads").isEmpty();
    work();

    assertThat(loads).containsExactly("v3", "v1");
    assertThat(statuses.words()).containsExactly("v3 LOADED", "v1 LOADED");
  }

  @Test
  void shouldLoadWhatIsToBeWarmByItsWorthAndOnceOnly() {
    keepWarm("v2", "v1");
    keepWarm("v2", "v1");
    assertThat(waiting).as("each once").hasSize(2);
    work();
    keepWarm("v2", "v1");

    assertThat(waiting).isEmpty();
    assertThat(loads).containsExactly("v2", "v1");
    assertThat(looks).as("after each").isEqualTo(2);
  }

  @Test
  void shouldLeaveWhatIsNotPublishedOrWasRefused() {
    queue.add("bad");
    work();
    keepWarm("gone", "bad");

    assertThat(waiting).isEmpty();
    assertThat(statuses.words()).containsExactly("bad REFUSED WRONG_SHAPE");
  }

  @Test
  void shouldGiveBackWhatNobodyWantsAnyMore() {
    keepWarm("v1", "v2");
    work();
    keepWarm("v2");

    assertThat(pool.nativeBytes()).containsOnlyKeys("v2");
  }

  @Test
  void shouldPushNothingOutForWhatIsOnlyKeptWarm() {
    keepWarm("v1", "v2");
    work();
    queue.add("v3");
    work();
    assertThat(pool.nativeBytes()).as("v2 was worth less").containsOnlyKeys("v1", "v3");

    keepWarm("v1", "v3", "v2");

    assertThat(waiting).as("there is no room for v2 beside the others").isEmpty();
    assertThat(champions.postponed()).isEmpty();
    keepWarm("v1", "v2");
    assertThat(waiting).as("the room of v3 is free").hasSize(1);
  }

  @Test
  void shouldTryAgainWhatDidNotFitInOnceItDoes() throws Exception {
    champions.update(Histories.of("champion", NOW, "v1", "v2", "v3"));
    try (ModelPool.Lease first = pool.lease("v1", 1);
        ModelPool.Lease second = pool.lease("v2", 1)) {
      assertThat(first.version()).isNotEqualTo(second.version());
      queue.add("v3");
      work();
      assertThat(champions.postponed()).containsExactly("v3");
      queue.retry();
      assertThat(waiting).isEmpty();
    }

    queue.retry();
    queue.retry();
    assertThat(waiting).as("once").hasSize(1);
    work();

    assertThat(champions.postponed()).isEmpty();
    assertThat(statuses.words()).containsExactly("v3 REFUSED MEMORY", "v3 LOADED");
    assertThat(looks).isEqualTo(1);
  }

  private void keepWarm(String... wanted) {
    queue.keepWarm(new LinkedHashSet<>(List.of(wanted)), PUBLISHED);
  }

  private void work() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private LoadedModel load(String version) throws RefusedException {
    if (version.equals("bad")) {
      throw new RefusedException(RefusalReason.WRONG_SHAPE, "another shape");
    }
    long missing = pool.missing(version, WEIGHTS);
    if (missing > 0) {
      throw new RefusedException(RefusalReason.MEMORY, missing + " missing");
    }
    loads.add(version);
    return TestModel.of(version, 1).load(1);
  }
}
