package org.inkstream.streams.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.inkstream.model.drift.Observation;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.DriftReport;
import org.junit.jupiter.api.Test;

/** However events are divided and whatever comes first, the reports have the same bits. */
class DriftWindowsExactnessTest {

  private static final long END = 600_000;

  private record Event(long timestamp, String version, Observation observation) {}

  /** Ten minutes of events in order of time; the version changes within a window. */
  private static List<Event> events() {
    Random random = new Random(5);
    List<Event> events = new ArrayList<>();
    for (long time = 0; time < END; time += 1 + random.nextInt(1500)) {
      String version = time < 200_000 ? "v1" : time < 330_000 ? "bare" : "v2";
      events.add(new Event(time, version, Examples.observation(random)));
    }
    return events;
  }

  /** The messages of each partition, in batches of random size, the last moving past the end. */
  private static List<Deque<DriftCounts>> messages(int partitions, Random random) {
    List<List<Event>> divided = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      divided.add(new ArrayList<>());
    }
    events().forEach(event -> divided.get(random.nextInt(partitions)).add(event));
    List<Deque<DriftCounts>> messages = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      DriftCounter counter = new DriftCounter(DriftSettings.DEFAULT);
      Deque<DriftCounts> sent = new ArrayDeque<>();
      for (Event event : divided.get(partition)) {
        counter.add(
            event.version(),
            event.version().equals("bare")
                ? Optional.empty()
                : Optional.of(DriftWindowsDriver.PROFILE),
            event.timestamp(),
            event.observation());
        if (random.nextInt(20) == 0) {
          sent.addAll(counter.drain(partition, event.timestamp()));
        }
      }
      sent.addAll(counter.drain(partition, 2 * END));
      messages.add(sent);
    }
    return messages;
  }

  /** One order that Kafka could bring them in: any, but each partition's own is kept. */
  private static List<DriftCounts> interleaved(int partitions, long seed) {
    Random random = new Random(seed);
    List<Deque<DriftCounts>> waiting = messages(partitions, random);
    List<DriftCounts> order = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Collections.shuffle(waiting, random);
      order.add(waiting.get(0).remove());
      waiting.removeIf(Deque::isEmpty);
    }
    return order;
  }

  private static List<DriftReport> reports(int partitions, List<DriftCounts> messages) {
    try (var windows = new DriftWindowsDriver(partitions)) {
      windows.send(messages);
      return windows.reports();
    }
  }

  @Test
  void shouldReportTheSameOfSeveralPartitionsAsOfOne() {
    List<DriftReport> ofOne = reports(1, interleaved(1, 1));

    // Ten windows, two of which have two versions.
    assertThat(ofOne).hasSize(12);
    assertThat(ofOne.stream().mapToLong(DriftReport::getEvents).sum()).isEqualTo(events().size());
    assertThat(reports(2, interleaved(2, 2))).isEqualTo(ofOne);
    assertThat(reports(7, interleaved(7, 3))).isEqualTo(ofOne);
  }

  @Test
  void shouldReportTheSameWhicheverPartitionComesFirst() {
    List<DriftReport> expected = reports(1, interleaved(1, 1));

    for (int seed = 10; seed < 20; seed++) {
      assertThat(reports(4, interleaved(4, seed))).isEqualTo(expected);
    }
  }

  @Test
  void shouldReportTheSameAfterACrashBetweenAnyTwoMessages() {
    List<DriftCounts> messages = interleaved(3, 4);
    List<DriftReport> expected = reports(3, messages);

    for (int crash = 1; crash < messages.size(); crash += 7) {
      List<DriftReport> reports = new ArrayList<>();
      DriftWindowsDriver before = new DriftWindowsDriver(3);
      before.send(messages.subList(0, crash));
      reports.addAll(before.reports());
      try (DriftWindowsDriver after = before.crash()) {
        after.send(messages.subList(crash, messages.size()));
        reports.addAll(after.reports());
      }
      assertThat(reports).isEqualTo(expected);
    }
  }

  @Test
  void shouldRememberLateEventsAndWhatIsReportedAfterACrash() {
    DriftCounter counter = new DriftCounter(DriftSettings.DEFAULT);
    DriftWindowsDriver first = new DriftWindowsDriver(2);
    Event event = events().get(0);
    counter.add("v1", Optional.empty(), 10_000, event.observation());
    first.send(counter.drain(0, 70_000));
    first.send(DriftCounter.heartbeat(1, 70_000));
    assertThat(first.reports()).hasSize(1);
    counter.add("v1", Optional.empty(), 11_000, event.observation());
    first.send(counter.drain(0, 70_000));

    DriftWindowsDriver second = first.crash();
    counter.add("v1", Optional.empty(), 12_000, event.observation());
    counter.add("v1", Optional.empty(), 71_000, event.observation());
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
