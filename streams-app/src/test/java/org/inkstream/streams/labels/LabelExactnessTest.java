package org.inkstream.streams.labels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.RoutedLabels;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.drift.DriftSettings;
import org.inkstream.streams.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of events and labels, in however many partitions, read in any order and with crashes:
 * the counts are those that a plain look at all of them gives.
 */
class LabelExactnessTest {

  private static final int EVENTS = 2000;
  private static final int CLASSES = 3;
  private static final long START = Instant.parse("2026-11-23T08:00:00Z").toEpochMilli();
  private static final long WITHIN = LabelSettings.DEFAULT.within().toMillis();
  private static final DriftSettings DRIFT = JoinTask.MINUTES;
  private static final Wire<LabelEvent> WIRE = Wire.of(LabelEvent.class);

  private record Event(String id, long time, String version, float[] probabilities) {}

  private record Label(String id, long time, int truth) {}

  private final Random random = new Random(20261124);
  private final List<Event> events = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();

  /** Three hours of events; labels up to 12 minutes before or after, some twice, some never. */
  private void make() {
    for (int i = 0; i < EVENTS; i++) {
      long time = START + i * 5400L;
      float a = random.nextFloat();
      float b = random.nextFloat() * (1 - a);
      String version = i < EVENTS / 2 ? "v1" : "v2";
      events.add(new Event("e" + i, time, version, new float[] {a, b, 1 - a - b}));
      if (random.nextInt(10) < 8) {
        long labelled = time + (long) ((random.nextDouble() * 2 - 1) * WITHIN * 1.2);
        labels.add(new Label("e" + i, labelled, random.nextInt(CLASSES + 1)));
        if (random.nextInt(10) == 0 && Math.abs(labelled - time) <= WITHIN) {
          labels.add(new Label("e" + i, labelled, random.nextInt(CLASSES)));
        }
      }
      if (random.nextInt(20) == 0) {
        labels.add(new Label("nobody's-" + i, time, 0));
      }
    }
    labels.sort(Comparator.comparingLong(Label::time));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void shouldCountEachEventOnceInAnyNumberOfPartitions(int partitions) {
    make();

    Map<String, LabelCounts> totals = run(partitions, partitions == 4 ? 3 : partitions, 400);

    assertPlain(totals);
  }

  @Test
  void shouldGiveTheSameBitsWhateverThePartitionsTheOrderAndTheCrashes() {
    make();

    Map<String, LabelCounts> one = run(1, 1, 0);

    assertThat(run(1, 4, 400)).isEqualTo(one);
    assertThat(run(4, 16, 300)).isEqualTo(one);
    assertThat(run(16, 1, 300)).isEqualTo(one);
    assertThat(run(4, 4, 200)).isEqualTo(one);
  }

  /**
   * Sends everything as the processors would, and reads it in an order that chance decides.
   *
   * @param crashes one in so many steps is a crash, and four are commits; 0 for none
   */
  private Map<String, LabelCounts> run(int imagePartitions, int labelPartitions, int crashes) {
    List<JoinTask> tasks = new ArrayList<>();
    for (int i = 0; i < labelPartitions; i++) {
      tasks.add(new JoinTask(LabelSettings.DEFAULT, imagePartitions, labelPartitions, i));
    }
    sendEvents(imagePartitions, labelPartitions, tasks);
    sendLabels(labelPartitions, tasks);
    for (JoinTask task : tasks) {
      read(task, crashes);
    }
    Map<String, LabelCounts> totals = new TreeMap<>();
    for (JoinTask task : tasks) {
      task.totals()
          .forEach(
              (key, counts) -> totals.computeIfAbsent(key, k -> new LabelCounts()).merge(counts));
    }
    return totals;
  }

  private void read(JoinTask task, int crashes) {
    boolean more = true;
    while (more) {
      // Sometimes one side is read for a long time before the other.
      int steps = random.nextInt(4) == 0 ? 100 : 2;
      boolean first = random.nextBoolean();
      for (int i = 0; i < steps; i++) {
        more =
            first ? task.readEvents() || task.readLabels() : task.readLabels() || task.readEvents();
        if (random.nextInt(20) == 0) {
          task.tick();
        }
        if (crashes > 0 && random.nextInt(crashes / 4) == 0) {
          task.commit();
        }
        if (crashes > 0 && random.nextInt(crashes) == 0) {
          task.crash();
          more = true;
        }
      }
    }
    task.readAll();
    task.tick();
    task.commit();
  }

  private void sendEvents(int imagePartitions, int labelPartitions, List<JoinTask> tasks) {
    for (int p = 0; p < imagePartitions; p++) {
      ScoredCollector collector = new ScoredCollector(DRIFT, labelPartitions, Journal.none());
      String version = "";
      long watermark = 0;
      for (int i = p; i < EVENTS; i += imagePartitions) {
        Event event = events.get(i);
        if (!event.version().equals(version) || random.nextInt(30) == 0) {
          collector.drain(p, watermark, (to, message) -> tasks.get(to).send(message));
        }
        version = event.version();
        watermark = event.time();
        collector.add(version, event.id(), event.time(), event.probabilities(), 0, CLASSES);
      }
      collector.drain(p, watermark, (to, message) -> tasks.get(to).send(message));
    }
  }

  private void sendLabels(int labelPartitions, List<JoinTask> tasks) {
    for (int q = 0; q < labelPartitions; q++) {
      MockProcessorContext<Integer, RoutedLabels> context = new MockProcessorContext<>();
      RouterProcessor router = new RouterProcessor(WIRE, DRIFT, labelPartitions, new Silent());
      context.setCurrentSystemTimeMs(START + 86_400_000);
      router.init(context);
      for (Label label : labels) {
        // Not where the hash would lead: producers have partitioners of their own.
        if (Math.floorMod(label.id().hashCode(), labelPartitions) == q) {
          byte[] value =
              WIRE.encode(
                  new LabelEvent(label.id(), label.truth(), Instant.ofEpochMilli(label.time())));
          router.process(new Record<>(label.id().getBytes(UTF_8), value, label.time()));
        }
      }
      int from = q;
      context
          .forwarded()
          .forEach(
              sent -> {
                RoutedLabels message = sent.record().value();
                message.setSourcePartition(from);
                tasks.get(sent.record().key()).send(message);
              });
    }
  }

  /** Compares with what a plain loop in double precision finds. */
  private void assertPlain(Map<String, LabelCounts> totals) {
    Map<String, Label> first = new HashMap<>();
    labels.forEach(label -> first.putIfAbsent(label.id(), label));
    Map<String, double[]> expected = new TreeMap<>();
    int joined = 0;
    for (Event event : events) {
      Label label = first.get(event.id());
      if (label == null || Math.abs(label.time() - event.time()) > WITHIN) {
        continue;
      }
      joined++;
      long time = Math.max(event.time(), label.time());
      Instant window = Instant.ofEpochMilli(time / 60_000 * 60_000);
      double[] sums = expected.computeIfAbsent(window + " " + event.version(), k -> new double[4]);
      float[] p = event.probabilities();
      int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
      sums[0]++;
      sums[1] += best == label.truth() ? 0 : 1;
      sums[2] += label.truth() < CLASSES ? Math.min(64, -Math.log(p[label.truth()])) : 64;
      for (int c = 0; c < CLASSES; c++) {
        double distance = p[c] - (c == label.truth() ? 1 : 0);
        sums[3] += distance * distance;
      }
      sums[3] += label.truth() < CLASSES ? 0 : 1;
    }
    assertThat(joined).isBetween(EVENTS / 2, EVENTS * 3 / 4);
    assertThat(totals.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (key, sums) -> {
          LabelCounts counts = totals.get(key);
          assertThat((double) counts.labelled()).as(key).isEqualTo(sums[0]);
          assertThat((double) counts.errors()).as(key).isEqualTo(sums[1]);
          assertThat(counts.crossEntropy()).as(key).isCloseTo(sums[2] / sums[0], within(2e-6));
          assertThat(counts.brier()).as(key).isCloseTo(sums[3] / sums[0], within(2e-6));
        });
  }

  private static final class Silent implements LabelListener {
    @Override
    public void labels(LabelOutcome outcome, long count) {}

    @Override
    public void forgotten(long ids) {}

    @Override
    public void waiting(int partition, long events) {}
  }
}
