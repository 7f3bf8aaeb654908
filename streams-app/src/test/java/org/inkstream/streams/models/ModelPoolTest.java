package org.inkstream.streams.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelPoolTest {

  private static final long WEIGHTS = (28 * 28 + 1) * 10 * Float.BYTES;

  private final AtomicInteger loads = new AtomicInteger();
  private final ModelPool pool = new ModelPool(this::load);

  @AfterEach
  void shouldGiveBackEverythingWhenClosed() {
    pool.close();
    assertThat(pool.nativeBytes()).isEmpty();
  }

  @Test
  void shouldLoadAVersionOnceForAllWhoLeaseIt() throws Exception {
    try (ModelPool.Lease first = pool.lease("v1", 4);
        ModelPool.Lease second = pool.lease("v1", 8)) {
      assertThat(loads).hasValue(1);
      assertThat(second.model()).isSameAs(first.model());
      assertThat(second.scorer()).isNotSameAs(first.scorer());
      assertThat(second.scorer().maxBatch()).isEqualTo(8);
    }
  }

  @Test
  void shouldCloseAVersionWithItsLastLease() throws Exception {
    ModelPool.Lease first = pool.lease("v1", 4);
    ModelPool.Lease second = pool.lease("v1", 4);
    first.close();
    first.close();
    assertThat(pool.nativeBytes()).containsOnlyKeys("v1");
    second.close();

    assertThat(pool.nativeBytes()).isEmpty();
    try (ModelPool.Lease third = pool.lease("v1", 4)) {
      assertThat(third.version()).isEqualTo("v1");
      assertThat(loads).hasValue(2);
    }
  }

  @Test
  void shouldGiveBackTheMemoryOfAScorerWithItsLease() throws Exception {
    pool.keepWarm(Set.of("v1"));
    pool.prepare("v1");
    assertThat(pool.nativeBytes()).isEqualTo(Map.of("v1", WEIGHTS));
    try (ModelPool.Lease lease = pool.lease("v1", 4)) {
      assertThat(lease.scorer().maxBatch()).isEqualTo(4);
      assertThat(pool.nativeBytes().get("v1")).isGreaterThan(WEIGHTS);
    }

    assertThat(pool.nativeBytes()).isEqualTo(Map.of("v1", WEIGHTS));
  }

  @Test
  void shouldKeepWhatIsToBeWarmAndCloseTheRest() throws Exception {
    assertThat(pool.prepare("v1")).isTrue();
    assertThat(pool.prepare("v1")).isFalse();
    pool.prepare("v2");
    pool.prepare("v3");
    try (ModelPool.Lease lease = pool.lease("v3", 4)) {
      pool.keepWarm(Set.of("v1"));
      assertThat(pool.nativeBytes()).containsOnlyKeys("v1", lease.version());
    }

    assertThat(pool.nativeBytes()).containsOnlyKeys("v1");
  }

  @Test
  void shouldRefuseForGood() {
    assertThatThrownBy(() -> pool.lease("bad", 4))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(RefusalReason.WRONG_DIGEST));
    assertThatThrownBy(() -> pool.prepare("bad")).isInstanceOf(RefusedException.class);

    assertThat(loads).hasValue(1);
    assertThat(pool.nativeBytes()).isEmpty();
    assertThat(pool.refusals()).isEqualTo(Map.of("bad", RefusalReason.WRONG_DIGEST));
  }

  @Test
  void shouldAskAgainForWhatWasNotPublished() throws Exception {
    assertThatThrownBy(() -> pool.prepare("unpublished")).isInstanceOf(RefusedException.class);
    assertThat(pool.refusals()).isEmpty();

    assertThat(pool.prepare("unpublished")).isTrue();
  }

  @Test
  void shouldTryAgainWhatFailedForAnotherReason() throws Exception {
    assertThatThrownBy(() -> pool.prepare("unreachable")).isInstanceOf(IllegalStateException.class);

    assertThat(pool.prepare("unreachable")).isTrue();
  }

  @Test
  void shouldAnswerWhileAVersionIsStillLoading() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ModelPool slow =
        new ModelPool(
            version -> {
              loading.countDown();
              go.await();
              return TestModel.of(version, 1).load(1);
            });
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> loaded = thread.submit(() -> slow.prepare("v1"));
      loading.await();

      // Would never return if they waited for the load.
      assertThat(slow.nativeBytes()).isEmpty();
      assertThat(slow.peek("v1", LoadedModel::manifest)).isEmpty();
      slow.keepWarm(Set.of("v1"));

      go.countDown();
      assertThat(loaded.get()).isTrue();
      assertThat(slow.peek("v1", LoadedModel::manifest)).isPresent();
    } finally {
      thread.shutdown();
      slow.close();
    }
  }

  @Test
  void shouldStayInOrderWhenManyLeaseAtOnce() throws Exception {
    int threads = 4;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    List<Future<?>> ends = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      ends.add(
          executor.submit(
              () -> {
                float[] input = new float[28 * 28];
                float[] output = new float[10];
                for (int i = 0; i < 20; i++) {
                  try (ModelPool.Lease lease = pool.lease("v" + i % 3, 1)) {
                    lease.scorer().score(input, 1, output);
                  }
                }
                return null;
              }));
    }
    for (Future<?> end : ends) {
      end.get();
    }
    executor.shutdown();

    assertThat(pool.nativeBytes()).isEmpty();
  }

  @Test
  void shouldGiveBackWhatIsOnlyKeptWarmBeforeItRefuses() throws Exception {
    ModelPool[] self = new ModelPool[1];
    ModelPool two = new ModelPool(version -> loadIfItFits(self[0], version, WEIGHTS), 2 * WEIGHTS);
    self[0] = two;
    two.keepWarm(new LinkedHashSet<>(List.of("v1", "v2")));
    two.prepare("v1");
    two.prepare("v2");

    assertThat(two.prepare("v3")).isTrue();
    // v2 was worth less.
    assertThat(two.nativeBytes()).containsOnlyKeys("v1", "v3");

    two.close();
    assertThat(two.nativeBytes()).isEmpty();
  }

  @Test
  void shouldRefuseForNowWhatDoesNotFitBesideWhatIsLeased() throws Exception {
    ModelPool[] self = new ModelPool[1];
    ModelPool small =
        new ModelPool(version -> loadIfItFits(self[0], version, WEIGHTS), WEIGHTS + WEIGHTS / 2);
    self[0] = small;
    try (ModelPool.Lease lease = small.lease("v1", 1)) {
      long used = small.nativeBytes().get(lease.version());
      assertThatThrownBy(() -> small.prepare("v2"))
          .isInstanceOf(RefusedException.class)
          .hasMessage(used + WEIGHTS - (WEIGHTS + WEIGHTS / 2) + " missing");
      assertThat(small.fitsNow("v2")).isFalse();
      assertThat(small.nativeBytes()).containsOnlyKeys("v1");
    }

    assertThat(small.fitsNow("v2")).isTrue();
    assertThat(small.hasRoomBeside("v3")).as("of which nothing is known").isTrue();
    small.keepWarm(Set.of("v1", "v2"));
    assertThat(small.prepare("v1")).isTrue();
    assertThat(small.prepare("v2")).isTrue();
    assertThat(small.fitsNow("v2")).isFalse();
    // It made way for the other, and must not push it out in turn.
    assertThat(small.nativeBytes()).containsOnlyKeys("v2");
    assertThat(small.hasRoomBeside("v1")).isFalse();
    small.close();
    assertThat(small.hasRoomBeside("v1")).isTrue();
  }

  @Test
  void shouldCountWhatALoadUnderWayWasPromised() throws Exception {
    ModelPool pool = new ModelPool(version -> TestModel.of(version, 1).load(1), 100);

    assertThat(pool.missing("v1", 70)).isZero();
    assertThat(pool.missing("v2", 40)).isEqualTo(10);
    assertThat(pool.missing("v1", 30)).isZero();
    assertThat(pool.missing("v2", 40)).isZero();
    assertThat(pool.missing("v3", Long.MAX_VALUE)).isGreaterThan(1L << 60);
  }

  @Test
  void shouldLeaseWhatIsLoadedWithoutWaiting() throws Exception {
    assertThat(pool.leaseIfLoaded("v1", 1)).isEmpty();
    assertThat(loads).hasValue(0);
    try (ModelPool.Lease first = pool.lease("v1", 1);
        ModelPool.Lease second = pool.leaseIfLoaded("v1", 2).orElseThrow()) {
      assertThat(second.model()).isSameAs(first.model());
    }

    assertThat(pool.nativeBytes()).isEmpty();
  }

  private static LoadedModel loadIfItFits(ModelPool pool, String version, long bytes)
      throws RefusedException {
    long missing = pool.missing(version, bytes);
    if (missing > 0) {
      throw new RefusedException(RefusalReason.MEMORY, missing + " missing");
    }
    return TestModel.of(version, 1).load(1);
  }

  private LoadedModel load(String version) throws RefusedException {
    int load = loads.incrementAndGet();
    if (version.equals("bad")) {
      throw new RefusedException(RefusalReason.WRONG_DIGEST, "not the bytes that were published");
    }
    if (version.equals("unpublished") && load == 1) {
      throw new RefusedException(RefusalReason.UNKNOWN_VERSION, "not published");
    }
    if (version.equals("unreachable") && load == 1) {
      throw new IllegalStateException("the brokers do not answer");
    }
    return TestModel.of(version, 1).load(1);
  }
}
