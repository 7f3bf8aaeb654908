package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.inkstream.streams.drift.Examples.assertSameBits;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.inkstream.model.drift.ScoredRows;
import org.inkstream.schemas.ClassShare;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.streams.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However events are divided, whatever comes first and wherever it crashes, the reports have the
 * same bits: counts, effect sizes, evidence and states.
 */
class DriftWindowsExactnessTest {

  private static final long END = 600_000;

  private record Event(long timestamp, String version, ScoredRows image) {}

  /** Counts of a batch, or an acknowledgement. */
  private interface Message extends Consumer<DriftWindowsDriver> {}

  /**
   * Ten minutes of events in order of time. The version changes within windows, the first is
   * promoted again after others, and the images change when no version does.
   */
  private static List<Event> events() {
    Random random = new Random(5);
    List<Event> events = new ArrayList<>();
    for (long time = 0; time < END; time += 1 + random.nextInt(1500)) {
      String version =
          time < 200_000 ? "v1" : time < 330_000 ? "bare" : time < 450_000 ? "v2" : "v1";
      ScoredRows image = time < 380_000 ? Examples.usual(random) : Examples.inky(random);
      events.add(new Event(time, version, image));
    }
    return events;
  }

  /** The messages of each partition, in batches of random size, the last moving past the end. */
  private static List<Deque<DriftCounts>> batches(
      DriftSettings settings, int partitions, Random random) {
    List<List<Event>> divided = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      divided.add(new ArrayList<>());
    }
    events().forEach(event -> divided.get(random.nextInt(partitions)).add(event));
    List<Deque<DriftCounts>> batches = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      DriftCounter counter = new DriftCounter(settings, Journal.none());
      Deque<DriftCounts> sent = new ArrayDeque<>();
      for (Event event : divided.get(partition)) {
        counter.scoredBy(event.version(), DriftWindowsDriver.PROFILE);
        Examples.add(counter, event.timestamp(), "e" + event.timestamp(), event.image());
        if (random.nextInt(20) == 0) {
          sent.addAll(counter.drain(partition, event.timestamp()));
        }
      }
      sent.addAll(counter.drain(partition, 2 * END));
      batches.add(sent);
    }
    return batches;
  }

  /**
   * One order that Kafka could bring them in: any, but each partition's own is kept, and what was
   * acknowledged is there in time.
   */
  private static List<Message> interleaved(DriftSettings settings, int partitions, long seed) {
    Random random = new Random(seed);
    List<Deque<DriftCounts>> waiting = batches(settings, partitions, random);
    List<Message> order = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Collections.shuffle(waiting, random);
      DriftCounts next = waiting.get(0).remove();
      order.add(windows -> windows.send(next));
      waiting.removeIf(Deque::isEmpty);
    }
    order.add(random.nextInt(5), windows -> windows.acknowledge("v2", "", 430));
    order.add(random.nextInt(5), windows -> windows.acknowledge("v1", "input.mean", 550));
    return order;
  }

  private static List<Message> interleaved(int partitions, long seed) {
    return interleaved(Examples.MINUTES, partitions, seed);
  }

  private static List<DriftReport> reports(int partitions, List<Message> messages) {
    try (var windows = new DriftWindowsDriver(partitions)) {
      messages.forEach(message -> message.accept(windows));
      return windows.reports();
    }
  }

  @Test
  void shouldReportTheSameOfSeveralPartitionsAsOfOne() {
    List<DriftReport> ofOne = reports(1, interleaved(1, 1));

    // Ten windows, three of which have two versions.
    assertThat(ofOne).hasSize(13);
    assertThat(ofOne.stream().mapToLong(DriftReport::getEvents).sum()).isEqualTo(events().size());
    // Or the detectors had nothing to say that could differ.
    assertThat(ofOne)
        .extracting(DriftReport::getState)
        .contains(DriftState.UNKNOWN, DriftState.OK, DriftState.ALARM);
    assertThat(states(ofOne.get(ofOne.size() - 1))).contains(DriftState.OK, DriftState.ALARM);
    for (int partitions : new int[] {2, 4, 7, 16}) {
      assertSameBits(reports(partitions, interleaved(partitions, partitions)), ofOne);
    }
  }

  private static List<DriftState> states(DriftReport report) {
    return report.getStatistics().stream().map(DriftStatistic::getState).toList();
  }

  @Test
  void shouldReportTheSameWhicheverPartitionComesFirst() {
    List<DriftReport> expected = reports(1, interleaved(1, 1));

    for (int seed = 10; seed < 20; seed++) {
      assertSameBits(reports(4, interleaved(4, seed)), expected);
    }
  }

  @Test
  void shouldSampleTheSameEventsWhicheverTheirPartition() {
    DriftSettings third = Examples.MINUTES.withSample(1.0 / 3);
    List<DriftReport> all = reports(1, interleaved(1, 1));
    List<DriftReport> ofOne = reports(1, interleaved(third, 1, 1));

    assertThat(ofOne).hasSameSizeAs(all);
    for (int i = 0; i < all.size(); i++) {
      DriftReport sampled = ofOne.get(i);
      assertThat(sampled.getEvents()).isEqualTo(all.get(i).getEvents());
      assertThat(counts(sampled)).isEqualTo(counts(all.get(i)));
      if (!sampled.getVersion().equals("bare")) {
        assertThat(sampled.getStatisticEvents()).isBetween(1L, sampled.getEvents() - 1);
      }
    }
    assertSameBits(reports(4, interleaved(third, 4, 2)), ofOne);
    assertSameBits(reports(16, interleaved(third, 16, 3)), ofOne);
  }

  private static List<Long> counts(DriftReport report) {
    return report.getClasses().stream().map(ClassShare::getCount).toList();
  }

  @Test
  void shouldReportTheSameAfterACrashBetweenTwoMessages() {
    int partitions = 4;
    List<Message> messages = interleaved(partitions, 4);
    List<DriftReport> expected = reports(partitions, messages);

    for (int crash = 1; crash < messages.size(); crash += 3) {
      DriftWindowsDriver before = new DriftWindowsDriver(partitions);
      messages.subList(0, crash).forEach(message -> message.accept(before));
      List<DriftReport> reports = new ArrayList<>(before.reports());
      try (DriftWindowsDriver after = before.crash()) {
        messages.subList(crash, messages.size()).forEach(message -> message.accept(after));
        reports.addAll(after.reports());
      }
      assertSameBits(reports, expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void shouldReportTheSameThoughItCrashesAfterEveryMessage(int partitions) {
    List<Message> messages = interleaved(partitions, 5);
    List<DriftReport> reports = new ArrayList<>();

    DriftWindowsDriver windows = new DriftWindowsDriver(partitions);
    for (Message message : messages) {
      message.accept(windows);
      reports.addAll(windows.reports());
      windows = windows.crash();
    }
    windows.close();

    assertSameBits(reports, reports(partitions, messages));
  }

  @Test
  void shouldRememberLateEventsAndWhatIsReportedAfterACrash() {
    DriftCounter counter = new DriftCounter(Examples.MINUTES, Journal.none());
    DriftWindowsDriver first = new DriftWindowsDriver(2);
    ScoredRows image = events().get(0).image();
    counter.scoredBy("v1", DriftWindowsDriver.PROFILE);
    Examples.add(counter, 10_000, "e10", image);
    first.send(counter.drain(0, 70_000));
    first.send(DriftCounter.heartbeat(1, 70_000));
    assertThat(first.reports()).hasSize(1);
    Examples.add(counter, 11_000, "e11", image);
    first.send(counter.drain(0, 70_000));

    DriftWindowsDriver second = first.crash();
    Examples.add(counter, 12_000, "e12", image);
    Examples.add(counter, 71_000, "e71", image);
    second.send(counter.drain(0, 130_000));
    assertThat(second.reports()).isEmpty();

    try (DriftWindowsDriver third = second.crash()) {
      third.send(DriftCounter.heartbeat(1, 130_000));
      List<DriftReport> reports = third.reports();
      assertThat(reports).hasSize(1);
      assertThat(reports.get(0).getEvents()).isEqualTo(1);
      assertThat(reports.get(0).getLateEvents()).isEqualTo(2);
    }
  }
}
