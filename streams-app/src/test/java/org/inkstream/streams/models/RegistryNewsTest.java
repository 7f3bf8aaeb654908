package org.inkstream.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.inkstream.model.bundle.GateTimes;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.registry.RegistryEvent;
import org.inkstream.model.registry.RegistryEvent.AliasChanged;
import org.inkstream.model.registry.RegistryEvent.Deleted;
import org.inkstream.model.registry.RegistryEvent.Published;
import org.inkstream.model.registry.RegistryEvent.Skipped;
import org.inkstream.streams.testing.Hands;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class RegistryNewsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final Skipped SKIPPED =
      new Skipped("v7", RefusalReason.UNREADABLE_RECORD, "offset 7 means nothing");

  private final ModelPool pool = new ModelPool(version -> TestModel.of(version, 1).load(1));
  private final Champions champions = new Champions();
  private final Statuses statuses = new Statuses(CLOCK);
  private final List<String> named = new ArrayList<>();
  private final Hands clock = new Hands(NOW);
  private final SwapRecorder swaps = new SwapRecorder(clock);
  private final RegistryNews news =
      new RegistryNews(champions, swaps, pool, statuses.writer(), named::add);

  @Test
  void shouldTellOfEachVersionThatHasToBeLoaded() {
    news.tell(
        List.of(
            published("v1"),
            changed("champion", "v2"),
            changed("shadow", "v3"),
            changed("shadow", null),
            changed("candidate", "v4"),
            new Deleted("v1")));

    // A candidate is loaded because it is kept warm.
    assertThat(named).containsExactly("v1", "v2", "v3");
    assertThat(statuses.said()).isEmpty();
  }

  @Test
  void shouldTellWhatCouldNotBeReadOfOldEventsToo() {
    List<RegistryEvent> events = List.of(published("v1"), SKIPPED);

    news.tellSkipped(events);
    assertThat(named).isEmpty();
    assertThat(statuses.words()).containsExactly("v7 REFUSED UNREADABLE_RECORD");

    news.tell(events);
    assertThat(named).containsExactly("v1");
    assertThat(statuses.said()).as("which is no news").hasSize(1);
    news.tell(List.of(new Skipped("v7", RefusalReason.UNREADABLE_RECORD, "offset 8, too")));
    assertThat(statuses.said()).hasSize(2);
  }

  @Test
  void shouldForgetThatAVersionWasMissingOnceItIsPublishedAgain() {
    assertThat(champions.missing("v1")).isTrue();
    assertThat(champions.missing("v1")).isFalse();

    news.tell(List.of(published("v1")));

    assertThat(champions.missing("v1")).isTrue();
  }

  @Test
  void shouldExpectTheSwapsOfAnnouncedChampionsFromTheOneBeforeEach() {
    champions.update(Histories.of("champion", NOW.minusSeconds(60), "v1"));
    news.expectSwaps(
        List.of(
            changed("champion", "v2"),
            // Again: nothing is swapped.
            new AliasChanged(Histories.change("champion", "v2", NOW.plusSeconds(1))),
            new AliasChanged(Histories.change("champion", "v3", NOW.plusSeconds(2))),
            changed("shadow", "v4")));
    answered("v2", NOW.plusSeconds(1));
    answered("v3", NOW.plusSeconds(9));
    clock.pass(5_000);

    assertThat(swaps.completed())
        .extracting(swap -> swap.receipt(new GateTimes(0, 0, 0), 0, 0))
        .extracting(receipt -> receipt.getFrom() + " to " + receipt.getTo())
        .containsExactly("v1 to v2", "v2 to v3");
  }

  private void answered(String version, Instant time) {
    swaps.switched(version, "images-0", 1, time.toEpochMilli(), from -> 0);
    swaps.batchScored(version, 1_000);
  }

  private static AliasChanged changed(String alias, String version) {
    return new AliasChanged(Histories.change(alias, version, NOW));
  }

  private static Published published(String version) {
    return new Published(TestModel.of(version, 1).published(new byte[] {1}));
  }
}
