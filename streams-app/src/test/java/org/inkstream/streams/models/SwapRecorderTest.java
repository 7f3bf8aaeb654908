package org.inkstream.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.inkstream.model.bundle.GateTimes;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.streams.testing.Hands;
import org.junit.jupiter.api.Test;

class SwapRecorderTest {

  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
  private static final GateTimes TIMES = new GateTimes(1, 2, 3);

  private final Hands clock = new Hands(START);
  private final SwapRecorder swaps = new SwapRecorder(clock);

  @Test
  void shouldMeasureTheBatchesBeforeDuringAndAfterASwap() {
    batch("v1", 9);
    clock.pass(15_000);
    batch("v1", 2);
    batch("v1", 2);
    swaps.expect(change("v2", 2_000), "v1", 111);
    clock.pass(500);
    batch("v1", 5);
    clock.pass(2_000);
    swaps.switched("v2", "images-0", 42, clock.millis(), since -> 0);
    batch("v2", 7);
    clock.pass(1_000);
    batch("v2", 7);
    batch("v2", 7);
    clock.pass(3_999);
    assertThat(swaps.completed()).isEmpty();
    clock.pass(1);

    List<SwapRecorder.Swap> complete = swaps.completed();
    assertThat(complete).hasSize(1);
    SwapReceipt receipt = complete.get(0).receipt(TIMES, 4, 222);
    assertThat(receipt.getFrom()).isEqualTo("v1");
    assertThat(receipt.getTo()).isEqualTo("v2");
    assertThat(receipt.getEffectiveFrom()).isEqualTo(START.plusMillis(2_000));
    assertThat(receipt.getFirstOffsets()).isEqualTo(Map.of("images-0", 42L));
    assertThat(receipt.getLateEvents()).isZero();
    assertThat(receipt.getBefore().getBatches()).as("not the one from 15 s before").isEqualTo(2);
    assertThat(receipt.getDuring().getBatches()).isEqualTo(1);
    assertThat(receipt.getAfter().getBatches()).isEqualTo(3);
    assertThat(receipt.getFetchMillis()).isEqualTo(4);
    assertThat(receipt.getVerifyMillis()).isEqualTo(1);
    assertThat(receipt.getLoadMillis()).isEqualTo(2);
    assertThat(receipt.getWarmMillis()).isEqualTo(3);
    assertThat(receipt.getNativeBytesBefore()).isEqualTo(111);
    assertThat(receipt.getNativeBytesAfter()).isEqualTo(222);
    assertThat(swaps.completed()).as("each is given once").isEmpty();
  }

  @Test
  void shouldCountTheEventsThatTheOldChampionAnsweredTooLate() {
    swaps.expect(change("v2", -1_000), "v1", 0);
    swaps.switched("v2", "images-0", 7, clock.millis(), since -> 3);
    swaps.switched("v2", "images-1", 9, clock.millis(), since -> 4);
    swaps.switched("v2", "images-0", 99, clock.millis(), since -> 50);
    batch("v2", 1);
    clock.pass(5_000);

    SwapReceipt receipt = swaps.completed().get(0).receipt(TIMES, 0, 0);
    assertThat(receipt.getLateEvents()).isEqualTo(7);
    assertThat(receipt.getFirstOffsets()).isEqualTo(Map.of("images-0", 7L, "images-1", 9L));
  }

  @Test
  void shouldTellTwoAnnouncedSwapsToTheSameVersionApart() {
    swaps.expect(change("v2", 1_000), "v1", 0);
    swaps.expect(change("v1", 2_000), "v2", 0);
    swaps.expect(change("v2", 3_000), "v1", 0);
    clock.pass(1_000);
    swaps.switched("v2", "images-0", 10, clock.millis(), since -> 0);
    batch("v2", 1);
    clock.pass(1_000);
    swaps.switched("v1", "images-0", 20, clock.millis(), since -> 0);
    batch("v1", 1);
    clock.pass(1_000);
    swaps.switched("v2", "images-0", 30, clock.millis(), since -> 0);
    batch("v2", 1);
    clock.pass(5_000);

    assertThat(swaps.completed())
        .extracting(swap -> swap.receipt(TIMES, 0, 0).getFirstOffsets())
        .containsExactly(Map.of("images-0", 10L), Map.of("images-0", 20L), Map.of("images-0", 30L));
  }

  @Test
  void shouldNotCountForATurnInWhichAPartitionHadNoEvent() {
    swaps.expect(change("v2", 1_000), "v1", 0);
    swaps.expect(change("v1", 2_000), "v2", 0);
    swaps.expect(change("v2", 3_000), "v1", 0);
    swaps.switched("v2", "images-0", 10, START.toEpochMilli() + 1_000, since -> 0);
    // All that v1 answered here since the first change was of its own second turn.
    swaps.switched(
        "v2",
        "images-1",
        20,
        START.toEpochMilli() + 3_000,
        since -> since < START.toEpochMilli() + 3_000 ? 5 : 0);
    batch("v2", 1);
    clock.pass(5_000);

    assertThat(swaps.completed())
        .extracting(swap -> swap.receipt(TIMES, 0, 0))
        .allMatch(receipt -> receipt.getLateEvents() == 0)
        .extracting(SwapReceipt::getFirstOffsets)
        .containsExactly(Map.of("images-0", 10L), Map.of("images-1", 20L));
  }

  @Test
  void shouldForgetATurnThatEndedLongAgoWithoutAnEvent() {
    swaps.expect(change("v2", 1_000), "v1", 0);
    swaps.expect(change("v1", 2_000), "v2", 0);
    clock.pass(3_600_000 + 2_000);
    assertThat(swaps.completed()).isEmpty();
    assertThat(swaps.open()).as("an event may still come").isEqualTo(2);

    clock.pass(1);
    assertThat(swaps.completed()).isEmpty();
    assertThat(swaps.open()).as("v1's turn goes on").isEqualTo(1);
    swaps.switched("v1", "images-0", 10, clock.millis(), since -> 0);
    batch("v1", 1);
    clock.pass(5_000);

    assertThat(swaps.completed())
        .extracting(swap -> swap.receipt(TIMES, 0, 0).getTo())
        .containsExactly("v1");
    assertThat(swaps.open()).isZero();
  }

  @Test
  void shouldLetATurnGoOnWhereTheNextVersionIsRefused() {
    swaps.expect(change("v2", 1_000), "v1", 0);
    swaps.expect(change("bad", 2_000), "v2", 0);
    swaps.forget("bad");
    swaps.switched("v2", "images-0", 10, START.toEpochMilli() + 2_500, since -> 4);
    batch("v2", 1);
    clock.pass(5_000);

    assertThat(swaps.completed())
        .extracting(swap -> swap.receipt(TIMES, 0, 0).getLateEvents())
        .containsExactly(4L);
  }

  @Test
  void shouldCountTheFirstChampionsEventsFromBeforeItsTime() {
    swaps.expect(change("v1", 0), null, 0);
    swaps.switched("v1", "images-0", 0, START.minusSeconds(60).toEpochMilli(), since -> 0);
    batch("v1", 1);
    clock.pass(5_000);

    assertThat(swaps.completed().get(0).receipt(TIMES, 0, 0).getFrom()).isNull();
  }

  @Test
  void shouldForgetASwapToAVersionThatIsRefused() {
    swaps.expect(change("bad", 0), "v1", 0);
    swaps.forget("bad");
    swaps.switched("bad", "images-0", 1, clock.millis(), since -> 0);
    batch("bad", 1);
    clock.pass(60_000);

    assertThat(swaps.completed()).isEmpty();
  }

  private void batch(String version, long millis) {
    swaps.batchScored(version, TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static AliasChange change(String version, long after) {
    return AliasChange.newBuilder()
        .setAlias("champion")
        .setVersion(version)
        .setEffectiveFrom(START.plusMillis(after))
        .setChangedAt(START)
        .build();
  }
}
