package org.inkstream.streams.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.registry.AliasHistory;
import org.inkstream.schemas.AliasChange;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class ChampionsTest {

  private final Champions champions = new Champions();

  @Test
  void shouldKnowTheChampionOfEveryTime() {
    assertThat(champions.any()).isFalse();
    champions.update(history("v1", 100, "v2", 200));

    assertThat(champions.any()).isTrue();
    assertThat(champions.history().at(0)).contains("v1");
    assertThat(champions.history().at(199)).contains("v1");
    assertThat(champions.history().at(200)).contains("v2");
  }

  @Test
  void shouldTakeARefusedVersionOutOfThePastAndTheFuture() {
    champions.update(history("v1", 100, "bad", 200, "v3", 300));
    champions.refuse("bad");
    assertThat(champions.history().at(250)).contains("v1");

    champions.update(history("v1", 100, "bad", 200, "v3", 300, "bad", 400));
    assertThat(champions.history().at(500)).contains("v3");
  }

  @Test
  void shouldLeaseTheNextBestWhenTheGateRefuses() throws Exception {
    champions.update(history("v1", 100, "bad", 200, "worse", 300));
    List<String> asked = new ArrayList<>();
    ModelPool pool =
        new ModelPool(
            version -> {
              asked.add(version);
              if (version.equals("v1")) {
                return TestModel.of(version, 1).load(1);
              }
              throw new RefusedException(RefusalReason.WRONG_SHAPE, "another shape");
            });

    try (ModelPool.Lease lease = champions.lease(350, pool, 1)) {
      assertThat(lease.version()).isEqualTo("v1");
    }

    assertThat(asked).containsExactly("worse", "bad", "v1");
    assertThat(champions.history().changes()).hasSize(1);
    assertThat(pool.nativeBytes()).isEmpty();
  }

  @Test
  void shouldSayThatNobodyMayAnswer() {
    champions.update(history("bad", 100));
    ModelPool pool =
        new ModelPool(
            version -> {
              throw new RefusedException(RefusalReason.WRONG_SHAPE, "another shape");
            });

    assertThatThrownBy(() -> champions.lease(100, pool, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("every version ever promoted was refused");
    assertThat(champions.any()).isFalse();
  }

  @Test
  void shouldLetTheOneBeforeAnswerUntilThereIsMemory() throws Exception {
    champions.update(history("v1", 100, "large", 200));
    boolean[] room = {false};
    ModelPool pool =
        new ModelPool(
            version -> {
              if (version.equals("large") && !room[0]) {
                throw new RefusedException(RefusalReason.MEMORY, "100 bytes are missing");
              }
              return TestModel.of(version, 1).load(1);
            });

    try (ModelPool.Lease lease = champions.lease(250, pool, 1)) {
      assertThat(lease.version()).isEqualTo("v1");
    }
    assertThat(champions.postponed()).containsExactly("large");
    assertThat(champions.history().at(250)).contains("v1");

    room[0] = true;
    champions.admit("large");
    try (ModelPool.Lease lease = champions.lease(250, pool, 1)) {
      assertThat(lease.version()).isEqualTo("large");
    }
    assertThat(champions.postponed()).isEmpty();
  }

  @Test
  void shouldNotAdmitWhatWasRefusedForGood() {
    champions.update(history("v1", 100, "bad", 200));
    champions.refuse("bad");
    champions.postpone("bad");
    champions.admit("bad");

    assertThat(champions.history().at(250)).contains("v1");
  }

  @Test
  void shouldLetNobodyAnswerForAChampionThatWasDeleted() {
    champions.update(history("gone", 100, "v2", 200));
    ModelPool pool = new ModelPool(ChampionsTest::loadUnlessGone);

    assertThatThrownBy(() -> champions.lease(150, pool, 1))
        .isInstanceOf(MissingVersionException.class)
        .hasMessageContaining("gone")
        .hasMessageContaining("1970-01-01T00:00:00.150Z")
        .hasMessageContaining("--missing-version");
    assertThat(champions.at(150)).contains("gone");
    assertThat(champions.history().changes()).hasSize(2);
  }

  @Test
  void shouldLetThePresentChampionAnswerForADeletedOneWhereThatIsWanted() throws Exception {
    Champions lenient =
        new Champions(MissingVersion.CHAMPION, InstantSource.fixed(Instant.ofEpochMilli(350)));
    lenient.update(history("v1", 50, "gone", 100, "v2", 200, "v3", 300, "v4", 400));
    ModelPool pool = new ModelPool(ChampionsTest::loadUnlessGone);

    try (ModelPool.Lease lease = lenient.lease(150, pool, 1)) {
      assertThat(lease.version()).isEqualTo("v3");
    }
    // Or a processor would ask for another lease at each event.
    assertThat(lenient.at(150)).contains("v3");
    assertThat(lenient.at(60)).contains("v1");
    assertThat(lenient.at(250)).contains("v2");

    lenient.published("gone");
    assertThat(lenient.at(150)).contains("gone");
  }

  private static LoadedModel loadUnlessGone(String version) throws RefusedException {
    if (version.equals("gone")) {
      throw new RefusedException(RefusalReason.UNKNOWN_VERSION, "not published");
    }
    return TestModel.of(version, 1).load(1);
  }

  private static AliasHistory history(Object... versionsAndTimes) {
    AliasHistory history = AliasHistory.EMPTY;
    for (int i = 0; i < versionsAndTimes.length; i += 2) {
      Instant from = Instant.ofEpochMilli((int) versionsAndTimes[i + 1]);
      history =
          history.with(
              AliasChange.newBuilder()
                  .setAlias("champion")
                  .setVersion((String) versionsAndTimes[i])
                  .setEffectiveFrom(from)
                  .setChangedAt(from)
                  .build());
    }
    return history;
  }
}
