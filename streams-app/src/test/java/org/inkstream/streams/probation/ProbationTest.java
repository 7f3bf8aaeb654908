package org.inkstream.streams.probation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.inkstream.model.drift.FeatureMaps;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.model.drift.ProfileBuilder;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.streams.drift.CountsWatcher;
import org.junit.jupiter.api.Test;

class ProbationTest {

  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");
  private static final Instant SECOND = START.plus(Duration.ofDays(1));

  /** 500 images without an error: 1 in 100 is possible still, so that 3 in 100 are accepted. */
  private static final ReferenceProfile PROFILE = profile(500);

  private final List<String> rolledBack = new ArrayList<>();
  private final KeyValueStore<String, byte[]> state = store();
  private AliasHistory history =
      AliasHistory.EMPTY.with(change("v1", START)).with(change("v2", SECOND));
  private CountsWatcher watcher = watcher(Duration.ofHours(1));

  private CountsWatcher watcher(Duration length) {
    return Probation.by(
            new ProbationSettings(true, length, Duration.ofMillis(500)),
            () -> history,
            version -> version.equals("v1") ? Optional.of(PROFILE) : Optional.empty(),
            (version, reason) -> rolledBack.add(version + " " + reason))
        .of(state);
  }

  @Test
  void shouldRollBackAChampionThatErrs() {
    watcher.counted(labels("v2", SECOND, 100, 1_000));

    assertThat(rolledBack)
        .singleElement()
        .asString()
        .startsWith("v2 automatic rollback: labelled events wrong: 10.0 % of 1,000, accepted ");
  }

  @Test
  void shouldLetAGoodChampionBe() {
    for (int i = 0; i < 1_000; i++) {
      watcher.counted(labels("v2", SECOND.plusSeconds(i), 2, 100));
      watcher.counted(batches("v2", SECOND.plusSeconds(i), 5, 100));
    }

    assertThat(rolledBack).isEmpty();
  }

  @Test
  void shouldRollBackAChampionThatCannotScore() {
    DriftCounts counts = message("v2", SECOND, new WindowCounts());
    counts.setRejected(40);

    watcher.counted(counts);

    assertThat(rolledBack).singleElement().asString().contains("events failed: 100.0 % of 40");
  }

  @Test
  void shouldRollBackAChampionThatIsSlow() {
    // From half a second on, which is 512 ms: place 10.
    watcher.counted(batches("v2", SECOND, 9, 1_000));
    assertThat(rolledBack).isEmpty();

    watcher.counted(batches("v2", SECOND, 10, 1_000));

    assertThat(rolledBack).singleElement().asString().contains("batches slow: 50.0 % of 2,000");
  }

  @Test
  void shouldAskAgainUntilTheChangeIsKnown() {
    watcher.counted(labels("v2", SECOND, 100, 1_000));
    watcher.counted(labels("v2", SECOND, 0, 1));
    assertThat(rolledBack).hasSize(2);

    history = history.with(change("v1", SECOND.plusSeconds(60)));
    watcher.counted(labels("v2", SECOND, 100, 1_000));

    assertThat(rolledBack).hasSize(2);
  }

  @Test
  void shouldNotPutWhoComesBackOnProbation() {
    history = history.with(change("v1", SECOND.plusSeconds(60)));

    watcher.counted(labels("v1", SECOND.plusSeconds(90), 1_000, 1_000));

    assertThat(rolledBack).isEmpty();
  }

  @Test
  void shouldNotRollBackTheFirstChampionWhichHasNoOneBefore() {
    history = AliasHistory.EMPTY.with(change("v1", START));

    watcher.counted(labels("v1", START, 1_000, 1_000));

    assertThat(rolledBack).isEmpty();
  }

  @Test
  void shouldEndWithTheProbation() {
    watcher = watcher(Duration.ofMinutes(10));

    watcher.counted(labels("v2", SECOND.plusSeconds(600), 1_000, 1_000));
    assertThat(rolledBack).isEmpty();
    watcher.counted(labels("v2", SECOND.plusSeconds(599), 1_000, 1_000));

    assertThat(rolledBack).hasSize(1);
  }

  @Test
  void shouldRememberWhatItHeardBeforeACrash() {
    // Of one alone there is not enough evidence: 10 errors where 3 in 100 are accepted.
    watcher.counted(labels("v2", SECOND, 10, 60));
    assertThat(rolledBack).isEmpty();

    watcher(Duration.ofHours(1)).counted(labels("v2", SECOND, 25, 150));

    assertThat(rolledBack).singleElement().asString().contains("16.7 % of 210");
  }

  @Test
  void shouldDoNothingUnlessItIsEnabled() {
    CountsWatcher none =
        Probation.by(
                ProbationSettings.OFF,
                () -> history,
                version -> Optional.of(PROFILE),
                (version, reason) -> rolledBack.add(version))
            .of(state);

    none.counted(labels("v2", SECOND, 1_000, 1_000));

    assertThat(rolledBack).isEmpty();
  }

  private static DriftCounts labels(String version, Instant window, int errors, int labelled) {
    LabelCounts labels = new LabelCounts();
    for (int i = 0; i < labelled; i++) {
      labels.add(0, i < errors ? 1 : 0, 0.1, 0.1, 0.9);
    }
    return message(version, window, WindowCounts.ofLabels(labels));
  }

  private static DriftCounts batches(String version, Instant window, int place, long count) {
    DriftCounts message = message(version, window, new WindowCounts());
    List<Long> batches = new ArrayList<>(Collections.nCopies(place, 0L));
    batches.add(count);
    message.setBatchMillis(batches);
    return message;
  }

  private static DriftCounts message(String version, Instant window, WindowCounts counts) {
    return counts.toAvro(version, window, 0, Instant.EPOCH);
  }

  private static AliasChange change(String version, Instant from) {
    return AliasChange.newBuilder()
        .setAlias("champion")
        .setVersion(version)
        .setEffectiveFrom(from)
        .setChangedAt(from)
        .build();
  }

  private static KeyValueStore<String, byte[]> store() {
    MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();
    KeyValueStore<String, byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("state"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .withCachingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }

  /** A profile of random images of two classes, all answered rightly. */
  private static ReferenceProfile profile(int images) {
    int side = 4;
    Random random = new Random(1);
    float[] inputs = new float[images * side * side];
    float[] answers = new float[images * 2];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = random.nextFloat();
    }
    Arrays.fill(answers, 0.1f);
    for (int i = 0; i < images; i++) {
      answers[2 * i + i % 2] = 0.9f;
    }
    ScoredRows rows = new ScoredRows(inputs, side * side, answers, 2, inputs, side * side, 1, 0);
    ProfileBuilder builder =
        new ProfileBuilder(FeatureMaps.fit(side, side, rows, images, 1), List.of("a", "b"));
    for (int i = 0; i < images; i++) {
      builder.add(rows, i, rows.predicted(i));
    }
    return builder.build();
  }
}
