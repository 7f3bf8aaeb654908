package org.inkstream.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.schemas.GateOutcome;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.streams.models.Preparation.Purpose;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreparationTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final long LATER = NOW.plusSeconds(60).toEpochMilli();
  private static final long WEIGHTS = (28 * 28 + 1) * 10 * Float.BYTES;

  private final Map<String, RefusalReason> refusals = new HashMap<>();
  private boolean unreachable;
  private final ModelPool pool = new ModelPool(this::load);
  private final Champions champions = new Champions();
  private final Shadows shadows = new Shadows();
  private final SwapRecorder swaps = new SwapRecorder(CLOCK);
  private final Statuses statuses = new Statuses(CLOCK);
  private final Preparation preparation =
      new Preparation(pool, champions, shadows, swaps, statuses.writer());

  @BeforeEach
  void twoChampionsAndAShadow() {
    champions.update(Histories.of("champion", NOW, "v1", "v2"));
    shadows.update(Histories.of("shadow", NOW, "v2"));
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellThatAVersionIsLoadedAndPutItBackIntoTheHistory(Purpose purpose) {
    champions.postpone("v2");

    preparation.prepare("v2", purpose);

    assertThat(champions.at(LATER)).contains("v2");
    assertThat(statuses.words()).containsExactly("v2 LOADED");
    ModelStatus loaded = statuses.said().get(0);
    assertThat(loaded.getState()).isEqualTo(ModelState.LOADED);
    assertThat(loaded.getNativeBytes()).isEqualTo(WEIGHTS);
    assertThat(loaded.getAt()).isEqualTo(NOW);
    assertThat(loaded.getGate())
        .extracting(GateOutcome::getStep)
        .contains("DIGEST", "GOLDEN_ROWS", "ACCURACY");
  }

  @Test
  void shouldPostponeWhatIsNeededAndDoesNotFitIn() {
    refusals.put("v2", RefusalReason.MEMORY);

    preparation.prepare("v2", Purpose.USE);

    assertThat(champions.at(LATER)).contains("v1");
    assertThat(champions.postponed()).containsExactly("v2");
    assertThat(statuses.words()).containsExactly("v2 REFUSED MEMORY");
    assertThat(shadows.at(LATER, "v1")).as("it may fit in later").contains("v2");
  }

  @Test
  void shouldLeaveTheHistoryAsItIsIfThereIsNoRoomToKeepAVersionWarm() {
    refusals.put("v2", RefusalReason.MEMORY);

    preparation.prepare("v2", Purpose.WARMTH);

    assertThat(champions.at(LATER)).contains("v2");
    assertThat(champions.postponed()).isEmpty();
    assertThat(statuses.said()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeOutForGoodWhatTheGateRefuses(Purpose purpose) {
    refusals.put("v2", RefusalReason.WRONG_SHAPE);
    swaps.expect(Histories.change("champion", "v2", NOW), "v1", 0);

    preparation.prepare("v2", purpose);

    assertThat(champions.at(LATER)).contains("v1");
    assertThat(champions.postponed()).isEmpty();
    assertThat(shadows.at(LATER, "v1")).isEmpty();
    assertThat(pool.refusals()).isEqualTo(Map.of("v2", RefusalReason.WRONG_SHAPE));
    assertThat(statuses.words()).containsExactly("v2 REFUSED WRONG_SHAPE");
    assertThat(statuses.said().get(0).getDetail()).isEqualTo("as the test has it");
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellOnceThatAVersionIsNotPublishedAndLeaveItInTheHistory(Purpose purpose) {
    refusals.put("v2", RefusalReason.UNKNOWN_VERSION);

    preparation.prepare("v2", purpose);
    preparation.prepare("v2", purpose);

    assertThat(champions.at(LATER)).contains("v2");
    assertThat(statuses.words()).containsExactly("v2 REFUSED UNKNOWN_VERSION");
  }

  /**
   * Each name that a version is given asks for it: when it is published, promoted, rolled back to.
   */
  @ParameterizedTest
  @EnumSource
  void shouldTellOnceOfAVersionThatIsNamedTwice(Purpose purpose) {
    refusals.put("v2", RefusalReason.WRONG_SHAPE);

    preparation.prepare("v1", purpose);
    preparation.prepare("v2", purpose);
    preparation.prepare("v1", purpose);
    preparation.prepare("v2", purpose);

    assertThat(statuses.words()).containsExactly("v1 LOADED", "v2 REFUSED WRONG_SHAPE");
  }

  @Test
  void shouldTryAgainAfterTheBrokersDidNotAnswer() {
    unreachable = true;
    preparation.prepare("v2", Purpose.USE);
    assertThat(champions.at(LATER)).contains("v2");
    assertThat(statuses.said()).isEmpty();

    unreachable = false;
    preparation.prepare("v2", Purpose.USE);

    assertThat(statuses.words()).containsExactly("v2 LOADED");
  }

  private LoadedModel load(String version) throws RefusedException {
    if (unreachable) {
      throw new TimeoutException("no broker");
    }
    RefusalReason reason = refusals.get(version);
    if (reason != null) {
      throw new RefusedException(reason, "as the test has it");
    }
    return TestModel.of(version, 1).load(1);
  }
}
