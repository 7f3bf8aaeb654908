package org.inkstream.bench.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.inkstream.schemas.AliasChange;
import org.junit.jupiter.api.Test;

class ChampionTableTest {

  @Test
  void shouldNameTheChampionOfEveryTime() {
    ChampionTable table =
        new ChampionTable(
            List.of(
                change("champion", "a", 1000),
                change("champion", "b", 3000),
                change("shadow", "c", 2000),
                // Written later, and in force before.
                change("champion", "c", 2000)));

    assertThat(table.at(0)).as("before all turns").isEqualTo("a");
    assertThat(table.at(1999)).isEqualTo("a");
    assertThat(table.at(2000)).isEqualTo("c");
    assertThat(table.at(2999)).isEqualTo("c");
    assertThat(table.at(3000)).isEqualTo("b");
    assertThat(table.at(Long.MAX_VALUE)).isEqualTo("b");
  }

  @Test
  void shouldTakeTheChangeThatWasWrittenLaterOfTwoOfOneInstant() {
    ChampionTable table =
        new ChampionTable(
            List.of(
                change("champion", "a", 1000),
                change("champion", "b", 2000),
                change("champion", "c", 2000)));

    assertThat(table.at(2000)).isEqualTo("c");
  }

  @Test
  void shouldCountAChangeToTheSameVersionAsNoSwap() {
    ChampionTable table =
        new ChampionTable(
            List.of(
                change("champion", "a", 1000),
                change("champion", "a", 2000),
                change("champion", "b", 3000),
                change("champion", "a", 4000)));

    assertThat(table.swaps()).extracting(ChampionTable.Turn::from).containsExactly(3000L, 4000L);
  }

  private static AliasChange change(String alias, String version, long from) {
    return AliasChange.newBuilder()
        .setAlias(alias)
        .setVersion(version)
        .setEffectiveFrom(Instant.ofEpochMilli(from))
        .setChangedAt(Instant.ofEpochMilli(from - 500))
        .build();
  }
}
