package org.inkstream.streams.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.models.ModelPool;
import org.inkstream.streams.models.Shadows;
import org.inkstream.streams.testing.FaultyModel;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The shadow's thread: what it takes, what it turns away, and what it bears. */
@Timeout(60)
class ShadowScoringTest {

  private static final TestModel MODEL = TestModel.of("v2", 2);
  private static final long NOW = Instant.parse("2026-11-24T08:00:00Z").toEpochMilli();

  private final Shadows shadows = new Shadows();

  @Test
  void shouldTurnAwayWhatComesWhileTooMuchWaits() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch loaded = new CountDownLatch(1);
    List<ShadowBatch> taken = new ArrayList<>();
    try (ModelPool pool =
            new ModelPool(
                version -> {
                  loading.countDown();
                  loaded.await();
                  return MODEL.load(1);
                });
        ShadowScoring scoring = ShadowScoring.start(shadows, pool, 1)) {
      taken.add(batch(MODEL.labels(), good(0)));
      assertThat(scoring.offer(taken.get(0))).isTrue();
      // The first is being worked on, and the queue is empty.
      loading.await();
      for (int i = 1; i <= ShadowScoring.MOST_WAITING; i++) {
        taken.add(batch(MODEL.labels(), good(i)));
        assertThat(scoring.offer(taken.get(i))).isTrue();
      }

      assertThat(scoring.offer(batch(MODEL.labels(), good(99)))).isFalse();

      loaded.countDown();
      for (int i = 0; i < taken.size(); i++) {
        while (!taken.get(i).isFinished()) {
          Thread.onSpinWait();
        }
        assertThat(taken.get(i).entries().get(0).shadow())
            .isEqualTo(MODEL.label(TestImages.random(TestModel.SIDE, i)));
      }
    }
  }

  @Test
  void shouldNotAskAgainWhatNeverAnswers() {
    byte[] poisoned = FaultyModel.poisoned(TestImages.random(TestModel.SIDE, 1));
    try (ModelPool pool = new ModelPool(version -> FaultyModel.of(MODEL.load(1)));
        ShadowScoring scoring = ShadowScoring.on(Runnable::run, shadows, pool, 1)) {
      for (int i = 1; i < ShadowScoring.MOST_FAILURES; i++) {
        assertThat(shadowClass(scoring, poisoned)).isEqualTo(ShadowBatch.NONE);
      }
      // One answer, and it is trusted again.
      assertThat(shadowClass(scoring, good(1))).isEqualTo(MODEL.label(good(1)));
      for (int i = 0; i < ShadowScoring.MOST_FAILURES; i++) {
        assertThat(shadowClass(scoring, poisoned)).isEqualTo(ShadowBatch.NONE);
      }

      assertThat(shadowClass(scoring, good(1))).isEqualTo(ShadowBatch.NONE);
    }
  }

  @Test
  void shouldNotCompareNumbersOfOtherClasses() {
    try (ModelPool pool = new ModelPool(version -> MODEL.load(1));
        ShadowScoring scoring = ShadowScoring.on(Runnable::run, shadows, pool, 1)) {
      ShadowBatch batch = batch(List.of("cat", "dog"), good(1));

      assertThat(scoring.offer(batch)).isTrue();

      assertThat(batch.isFinished()).isTrue();
      assertThat(batch.entries().get(0).shadow()).isEqualTo(ShadowBatch.NONE);
    }
  }

  private static int shadowClass(ShadowScoring scoring, byte[] pixels) {
    ShadowBatch batch = batch(MODEL.labels(), pixels);
    assertThat(scoring.offer(batch)).isTrue();
    assertThat(batch.isFinished()).isTrue();
    return batch.entries().get(0).shadow();
  }

  private static byte[] good(int number) {
    return TestImages.random(TestModel.SIDE, number);
  }

  private static ShadowBatch batch(List<String> labels, byte[] pixels) {
    ShadowBatch batch = new ShadowBatch("v1", "v2", labels, 0);
    batch.add(event(pixels), NOW, 0, 1);
    return batch;
  }

  private static ImageEvent event(byte[] pixels) {
    try {
      return Wire.of(ImageEvent.class).decode(TestImages.gray("a", pixels));
    } catch (UndecodableException e) {
      throw new IllegalStateException(e);
    }
  }
}
