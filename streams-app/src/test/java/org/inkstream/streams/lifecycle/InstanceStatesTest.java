package org.inkstream.streams.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.inkstream.model.fleet.Fleet;
import org.inkstream.schemas.LatencySummary;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class InstanceStatesTest {

  private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

  private final InstanceStates states = new InstanceStates();

  /** v1 to v2 and back, of which v2 has been loaded again since. */
  @Test
  void shouldShowTheLastSwapToAVersionWhateverWasSaidOfItSince() {
    say("a", "v1", ModelState.LOADED, 0, null);
    say("a", "v2", ModelState.LOADED, 10, null);
    say("a", "v2", ModelState.SWAPPED, 20, receipt("v1", "v2", 3));
    say("a", "v1", ModelState.SWAPPED, 30, receipt("v2", "v1", 4));
    say("a", "v2", ModelState.LOADED, 40, null);
    say("b", "v2", ModelState.SWAPPED, 19, receipt("v1", "v2", 5));

    VersionView v2 = view("v2");
    assertThat(VersionText.table(List.of(view("v1"), v2)))
        .extracting(line -> line.substring(line.lastIndexOf("loaded") + 6).strip())
        .contains("1/2, 3/4, 5/6 us; 4 late", "1/2, 3/4, 5/6 us; 3 late");
    assertThat(VersionText.detail(v2))
        .endsWith(
            "instance   a loaded at 2026-11-24T08:00:40Z",
            "instance   b swapped at 2026-11-24T08:00:19Z",
            "swap       a from v1 at 2026-11-24T08:00:20Z: 1/2, 3/4, 5/6 us; 3 late",
            "swap       b from v1 at 2026-11-24T08:00:19Z: 1/2, 3/4, 5/6 us; 5 late");
    assertThat(VersionJson.summary(v2).get("lastSwap"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("instance", "a")
        .containsEntry("lateEvents", 3L);
    assertThat(VersionJson.detail(v2).get("instances").toString())
        .contains("a={state=LOADED, at=2026-11-24T08:00:40Z, swap={instance=a")
        .contains("b={state=SWAPPED, at=2026-11-24T08:00:19Z, swap={instance=b");
  }

  @Test
  void shouldSayOfAShadowThatItIsLoadedThoughItWasChampionBefore() {
    say("a", "v1", ModelState.LOADED, 0, null);
    say("a", "v1", ModelState.SWAPPED, 20, receipt("v2", "v1", 3));
    say("b", "v1", ModelState.REFUSED, 20, null);

    assertThat(states.of("v1").values().stream().map(VersionText::ofShadow))
        .containsExactly("loaded", "refused");
  }

  @Test
  void shouldShowNoSwapWhereThereWasNone() {
    say("a", "v1", ModelState.LOADED, 0, null);

    assertThat(VersionText.table(List.of(view("v1")))).last().asString().endsWith(" -");
    assertThat(VersionText.detail(view("v1")))
        .endsWith("instance   a loaded at 2026-11-24T08:00:00Z");
    assertThat(states.of("v2")).isEmpty();
    assertThat(states.swapsTo("v2")).isEmpty();
  }

  private VersionView view(String version) {
    TestModel model = TestModel.of(version, 1);
    return new VersionView(
        model.published(model.bytes()),
        START,
        List.of(),
        List.of(),
        new Fleet(new TreeMap<>()),
        states.of(version),
        states.swapsTo(version));
  }

  private void say(
      String instance, String version, ModelState state, long seconds, SwapReceipt receipt) {
    states.add(
        ModelStatus.newBuilder()
            .setInstance(instance)
            .setVersion(version)
            .setState(state)
            .setAt(START.plusSeconds(seconds))
            .setReceipt(receipt)
            .build());
  }

  private static SwapReceipt receipt(String from, String to, long late) {
    return new SwapReceipt(
        from,
        to,
        START,
        Map.of(),
        late,
        0L,
        0L,
        0L,
        0L,
        new LatencySummary(1L, 1L, 2L),
        new LatencySummary(1L, 3L, 4L),
        new LatencySummary(1L, 5L, 6L),
        0L,
        0L);
  }
}
