package org.inkstream.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.inkstream.schemas.AliasChange;
import org.junit.jupiter.api.Test;

class AliasHistoryTest {

  @Test
  void shouldNameNothingBeforeAnyChange() {
    assertThat(AliasHistory.EMPTY.at(0)).isEmpty();
    assertThat(AliasHistory.EMPTY.changeAt(Long.MAX_VALUE)).isEmpty();
    assertThat(AliasHistory.EMPTY.last()).isEmpty();
    assertThat(AliasHistory.EMPTY.previous()).isEmpty();
    assertThat(AliasHistory.EMPTY.changes()).isEmpty();
  }

  @Test
  void shouldNameAVersionFromItsInstantOn() {
    AliasHistory history = history(change("a", 100), change("b", 200));

    assertThat(history.at(100)).contains("a");
    assertThat(history.at(199)).contains("a");
    assertThat(history.at(200)).contains("b");
    assertThat(history.at(Long.MAX_VALUE)).contains("b");
  }

  @Test
  void shouldGiveEventsBeforeTheFirstChangeToTheFirstVersion() {
    AliasHistory history = history(change("a", 100), change("b", 200));

    assertThat(history.at(99)).contains("a");
    assertThat(history.at(Long.MIN_VALUE)).contains("a");
    assertThat(history.changeAt(0)).contains(change("a", 100));
  }

  @Test
  void shouldLetTheLaterWrittenOfTwoChangesOfOneInstantHold() {
    AliasHistory history = history(change("a", 100), change("b", 200), change("c", 200));

    assertThat(history.at(200)).contains("c");
    assertThat(history.at(199)).contains("a");
    assertThat(history.last()).contains(change("c", 200));
  }

  @Test
  void shouldBeTheSameHistoryInWhateverOrderItIsLearnt() {
    List<AliasChange> changes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      changes.add(change("v" + i, 10 * i));
    }
    AliasHistory expected = history(changes.toArray(AliasChange[]::new));
    Random random = new Random(1);
    for (int round = 0; round < 100; round++) {
      Collections.shuffle(changes, random);

      AliasHistory found = history(changes.toArray(AliasChange[]::new));

      assertThat(found.changes()).isEqualTo(expected.changes());
      for (long time = -5; time < 125; time++) {
        assertThat(found.at(time)).isEqualTo(expected.at(time));
      }
    }
  }

  @Test
  void shouldRollBackToTheVersionThatHeldBefore() {
    AliasHistory history = history(change("a", 100), change("b", 200), change("b", 300));

    assertThat(history.previous()).contains("a");
    assertThat(history(change("a", 100)).previous()).isEmpty();
    assertThat(history(change("a", 100), change("a", 200)).previous()).isEmpty();
  }

  @Test
  void shouldKnowWhoWasChampionBefore() {
    AliasHistory history =
        history(change("a", 100), change("b", 200), change("b", 300), change("c", 400));

    assertThat(history.before(150)).isEmpty();
    assertThat(history.before(200)).contains("a");
    assertThat(history.before(399)).contains("a");
    assertThat(history.before(400)).contains("b");
    assertThat(AliasHistory.EMPTY.before(0)).isEmpty();
  }

  @Test
  void shouldNotChangeWhenAnotherHistoryIsMadeOfIt() {
    AliasHistory history = history(change("a", 100));

    AliasHistory longer = history.with(change("b", 50));

    assertThat(history.changes()).containsExactly(change("a", 100));
    assertThat(longer.at(60)).contains("b");
    assertThat(longer.at(100)).contains("a");
  }

  @Test
  void shouldNameNoVersionFromAChangeWithoutOneOn() {
    AliasHistory history = history(change("a", 100), change(null, 200), change("b", 300));

    assertThat(history.at(199)).contains("a");
    assertThat(history.at(200)).isEmpty();
    assertThat(history.at(299)).isEmpty();
    assertThat(history.at(300)).contains("b");
    assertThat(history.without(Set.of("a")).at(300)).contains("b");
    assertThat(history.previous()).contains("a");
  }

  @Test
  void shouldNameNoVersionBeforeTheFirstChangeWhenAskedForWhatHasBegun() {
    AliasHistory history = history(change("a", 100), change(null, 200));

    assertThat(history.at(99)).contains("a");
    assertThat(history.since(99)).isEmpty();
    assertThat(history.since(100)).contains("a");
    assertThat(history.since(200)).isEmpty();
    assertThat(AliasHistory.EMPTY.since(200)).isEmpty();
  }

  private static AliasHistory history(AliasChange... changes) {
    AliasHistory history = AliasHistory.EMPTY;
    for (AliasChange change : changes) {
      history = history.with(change);
    }
    return history;
  }

  private static AliasChange change(String version, long effectiveFrom) {
    return AliasChange.newBuilder()
        .setAlias("champion")
        .setVersion(version)
        .setEffectiveFrom(Instant.ofEpochMilli(effectiveFrom))
        .setChangedAt(Instant.EPOCH)
        .build();
  }
}
