package org.inkstream.streams.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.errors.InterruptException;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.streams.drift.DriftCounter;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.journal.Journal;
import org.inkstream.streams.testing.MapJournal;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriftLaneTest {

  private static final List<String> IDS = List.of("a", "b", "c", "d");
  private static final long[] TIMES = {0, 1, 61_000, 2};
  private static final boolean[] FAILED = {false, true, false, false};
  private static final Duration TOOK = Duration.ofMillis(3);
  private static final DriftSettings MINUTES =
      DriftSettings.DEFAULT.withWindow(Duration.ofMinutes(1));
  private static final ReferenceProfile PROFILE = profile();

  private final ExecutorService beside = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    beside.shutdownNow();
  }

  private static ReferenceProfile profile() {
    try (LoadedModel model = TestModel.of("v1", 1).load(IDS.size())) {
      return model.profile();
    }
  }

  private static float[] random(Random random, int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = random.nextInt(3) == 0 ? random.nextFloat() : 0;
    }
    return numbers;
  }

  private static ScoredRows rows(long seed) {
    Random random = new Random(seed);
    int pixels = PROFILE.featureMap().width() * PROFILE.featureMap().height();
    int embedding = PROFILE.featureMap().embeddingSize();
    return new ScoredRows(
        random(random, IDS.size() * pixels),
        pixels,
        random(random, IDS.size() * TestModel.CLASSES),
        TestModel.CLASSES,
        random(random, IDS.size() * embedding),
        embedding,
        1,
        0);
  }

  private static DriftCounter counter(Journal journal) {
    DriftCounter counter = new DriftCounter(MINUTES, journal);
    counter.scoredBy("v1", PROFILE);
    return counter;
  }

  /** What two batches come to, as it is found after a crash. */
  private static List<DriftCounts> counted(Executor executor) {
    Journal journal = new MapJournal();
    DriftLane lane = new DriftLane(counter(journal), executor);
    for (int batch = 0; batch < 2; batch++) {
      lane.begin(rows(batch), IDS);
      lane.scored(TIMES, FAILED, TOOK);
      lane.end();
    }
    return new DriftCounter(MINUTES, journal).drain(0, 61_000);
  }

  @Test
  void shouldCountAsIfEventsWereAddedOneByOne() {
    DriftCounter expected = counter(Journal.none());
    for (int batch = 0; batch < 2; batch++) {
      for (int row = 0; row < IDS.size(); row++) {
        if (FAILED[row]) {
          expected.reject(TIMES[row]);
        } else {
          expected.lookAhead(rows(batch).row(row), List.of(IDS.get(row)));
          expected.add(TIMES[row], 0);
        }
      }
      expected.batch(TOOK);
    }

    List<DriftCounts> counts = expected.drain(0, 61_000);
    assertThat(counted(beside)).isEqualTo(counts);
    assertThat(counted(Runnable::run)).isEqualTo(counts);
  }

  @Test
  void shouldNotHideThatStatisticsFailed() {
    DriftLane lane = new DriftLane(counter(Journal.none()), beside);
    ScoredRows other = new ScoredRows(new float[8], 2, new float[4], 1, new float[0], 0, 1, 0);
    lane.begin(other, IDS);

    assertThatThrownBy(lane::end)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldEndItsWaitWhenInterrupted() {
    DriftLane lane = new DriftLane(counter(Journal.none()), work -> {});
    lane.begin(rows(0), IDS);
    Thread.currentThread().interrupt();

    assertThatThrownBy(lane::end).isInstanceOf(InterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
