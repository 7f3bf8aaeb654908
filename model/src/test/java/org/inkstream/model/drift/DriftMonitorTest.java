package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Random;
import org.inkstream.model.drift.detect.HarmDetector;
import org.inkstream.model.drift.detect.RankDetector;
import org.inkstream.schemas.DriftState;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {

  private static final ReferenceProfile PROFILE = Examples.profile(4, 2_000);
  private static final int STATISTICS = PROFILE.featureMap().size();

  private static WindowCounts window(int number, double shift) {
    return Examples.counts(PROFILE, Examples.rows(1_000 + number, 60, shift));
  }

  private static Instant start(int number) {
    return Instant.ofEpochSecond(30L * number);
  }

  /** A monitor after so many windows as the reference, and then so many others. */
  private static DriftMonitor after(int calm, int drifted) {
    DriftMonitor monitor = new DriftMonitor(PROFILE);
    for (int i = 0; i < calm + drifted; i++) {
      monitor.observe(window(i, i < calm ? 0 : 2), start(i));
    }
    return monitor;
  }

  private static int mean(DriftMonitor monitor) {
    return monitor.names().indexOf("embedding.component.1");
  }

  @Test
  void shouldWatchTheStatisticsAndTheLabels() {
    DriftMonitor monitor = new DriftMonitor(PROFILE);

    assertThat(monitor.names()).hasSize(STATISTICS + 2).endsWith("labels.loss", "labels.error");
    assertThat(monitor.names().subList(0, STATISTICS)).isEqualTo(PROFILE.featureMap().names());
    assertThat(monitor.names().get(monitor.loss())).isEqualTo("labels.loss");
    assertThat(monitor.names().get(monitor.error())).isEqualTo("labels.error");
  }

  @Test
  void shouldAskForTenThousandWindowsOfEachOfThem() {
    assertThat(Math.exp(new DriftMonitor(PROFILE).logThreshold()))
        .isCloseTo((STATISTICS + 2) * 10_000.0, within(1e-6));
  }

  @Test
  void shouldBeCalmInTheBeginning() {
    DriftMonitor monitor = new DriftMonitor(PROFILE);

    assertThat(monitor.worst()).isEqualTo(DriftState.OK);
    assertThat(monitor.windows()).isZero();
    for (int i = 0; i < STATISTICS + 2; i++) {
      assertThat(monitor.logEvidence(i)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
  }

  @Test
  void shouldStayCalmWithoutDrift() {
    DriftMonitor monitor = after(30, 0);

    assertThat(monitor.worst()).isEqualTo(DriftState.OK);
    assertThat(monitor.windows()).isEqualTo(30);
  }

  @Test
  void shouldGiveEachStatisticItsOwnDetector() {
    DriftMonitor monitor = after(3, 1);

    for (int i = 0; i < STATISTICS; i++) {
      RankDetector detector = RankDetector.fresh(PROFILE.statistic(i).gaps());
      for (int w = 0; w < 4; w++) {
        detector.observe(window(w, w < 3 ? 0 : 2).sums(PROFILE).orElseThrow().bins(i));
      }
      assertThat(monitor.logEvidence(i)).isEqualTo(detector.logEvidence());
    }
  }

  @Test
  void shouldRaiseTheAlarmOfWhatHasMovedAndOfNothingElse() {
    DriftMonitor monitor = after(3, 4);

    assertThat(monitor.worst()).isEqualTo(DriftState.ALARM);
    Alarm alarm = monitor.alarm(mean(monitor));
    assertThat(alarm.state()).isEqualTo(DriftState.ALARM);
    assertThat(alarm.since()).isBetween(start(3), start(6));
    // Answers are what they were, in this example.
    assertThat(monitor.alarm(monitor.names().indexOf("confidence.entropy"))).isEqualTo(Alarm.OK);
    assertThat(monitor.alarm(monitor.loss())).isEqualTo(Alarm.OK);
    assertThat(monitor.alarm(monitor.error())).isEqualTo(Alarm.OK);
  }

  @Test
  void shouldKeepAnAlarmThoughTheDriftIsOver() {
    DriftMonitor monitor = after(3, 4);
    Alarm before = monitor.alarm(mean(monitor));
    for (int i = 7; i < 40; i++) {
      monitor.observe(window(i, 0), start(i));
    }

    assertThat(monitor.alarm(mean(monitor))).isEqualTo(before);
  }

  @Test
  void shouldWarnBeforeItAlarmsAndAtAHundredthOfTheEvidence() {
    DriftMonitor monitor = new DriftMonitor(PROFILE);
    int index = mean(monitor);
    boolean warned = false;
    // A few events at a time, so that the evidence comes in small steps.
    ScoredRows rows = Examples.rows(77, 200, 1);
    for (int i = 0; i < 200; i++) {
      monitor.observe(Examples.counts(PROFILE, rows, i, i + 1), start(i));
      double evidence = monitor.logEvidence(index);
      DriftState state = monitor.alarm(index).state();
      if (evidence >= monitor.logThreshold()) {
        assertThat(state).isEqualTo(DriftState.ALARM);
      } else if (evidence >= monitor.logThreshold() - Math.log(100)) {
        assertThat(state).isIn(DriftState.WARN, DriftState.ALARM);
        warned |= state == DriftState.WARN;
      }
    }

    assertThat(warned).isTrue();
    assertThat(monitor.alarm(index).state()).isEqualTo(DriftState.ALARM);
  }

  @Test
  void shouldBeginAnewWhenAStatisticIsAcknowledged() {
    DriftMonitor monitor = after(3, 4);
    int index = mean(monitor);
    DriftMonitor untouched = after(3, 4);

    monitor.acknowledge("embedding.component.1");

    assertThat(monitor.alarm(index)).isEqualTo(Alarm.OK);
    assertThat(monitor.logEvidence(index)).isEqualTo(Double.NEGATIVE_INFINITY);
    for (int i = 0; i < STATISTICS + 2; i++) {
      if (i != index) {
        assertThat(monitor.alarm(i)).isEqualTo(untouched.alarm(i));
        assertThat(monitor.logEvidence(i)).isEqualTo(untouched.logEvidence(i));
      }
    }
    assertThat(monitor.windows()).isEqualTo(7);
  }

  @Test
  void shouldRaiseTheAlarmAgainWhileTheDriftGoesOn() {
    DriftMonitor monitor = after(3, 4);
    monitor.acknowledge("");
    for (int i = 7; i < 12; i++) {
      monitor.observe(window(i, 2), start(i));
    }

    assertThat(monitor.alarm(mean(monitor)).state()).isEqualTo(DriftState.ALARM);
    assertThat(monitor.alarm(mean(monitor)).since()).isAfterOrEqualTo(start(7));
  }

  @Test
  void shouldBeLikeNewWhenAllIsAcknowledged() {
    DriftMonitor monitor = after(3, 4);

    monitor.acknowledge("");

    assertThat(monitor.toBytes()).isEqualTo(new DriftMonitor(PROFILE).toBytes());
    assertThat(monitor.worst()).isEqualTo(DriftState.OK);
    assertThat(monitor.windows()).isZero();
  }

  @Test
  void shouldIgnoreAnAcknowledgementOfWhatItDoesNotWatch() {
    DriftMonitor monitor = after(3, 4);
    byte[] before = monitor.toBytes();

    monitor.acknowledge("embedding");
    monitor.acknowledge("no such statistic");

    assertThat(monitor.toBytes()).isEqualTo(before);
  }

  @Test
  void shouldGoOnFromItsBytesAsIfNothingHadHappened() {
    DriftMonitor one = new DriftMonitor(PROFILE);
    DriftMonitor other = new DriftMonitor(PROFILE);
    for (int i = 0; i < 12; i++) {
      one.observe(window(i, i < 6 ? 0 : 1), start(i));
      other = DriftMonitor.of(PROFILE, other.toBytes());
      other.observe(window(i, i < 6 ? 0 : 1), start(i));
      if (i == 9) {
        one.acknowledge("input.mean");
        other.acknowledge("input.mean");
      }
      assertThat(other.toBytes()).isEqualTo(one.toBytes());
    }
    for (int i = 0; i < STATISTICS + 2; i++) {
      assertThat(other.logEvidence(i)).isEqualTo(one.logEvidence(i));
      assertThat(other.alarm(i)).isEqualTo(one.alarm(i));
    }
    assertThat(other.windows()).isEqualTo(12);
  }

  @Test
  void shouldBeginAnewWithAnotherProfile() {
    ReferenceProfile other = Examples.profile(5, 2_000);

    DriftMonitor monitor = DriftMonitor.of(other, after(3, 4).toBytes());

    assertThat(monitor.toBytes()).isEqualTo(new DriftMonitor(other).toBytes());
  }

  @Test
  void shouldLearnNothingFromAWindowWithoutEvents() {
    DriftMonitor monitor = after(3, 0);
    byte[] before = monitor.toBytes();
    WindowCounts unsampled = new WindowCounts();
    unsampled.add(1);

    monitor.observe(new WindowCounts(), start(3));
    monitor.observe(unsampled, start(4));

    assertThat(monitor.toBytes()).isEqualTo(before);
  }

  /** Labels of so many events, wrong in so many, with losses in one bin of so many. */
  private static WindowCounts labels(int labelled, int errors, int bin, int bins) {
    LabelCounts labels = new LabelCounts();
    for (int i = 0; i < labelled; i++) {
      labels.add(0, i < errors ? 1 : 0, 0.5, 0.5, 0.75);
      labels.addLossBin(bin, bins);
    }
    return WindowCounts.ofLabels(labels);
  }

  @Test
  void shouldBetOnLabelsWhenTheyCome() {
    DriftMonitor monitor = new DriftMonitor(PROFILE);
    HarmDetector harm = HarmDetector.fresh(monitor.acceptedError());
    RankDetector losses = RankDetector.fresh(PROFILE.loss().gaps());
    int bins = PROFILE.lossBins();
    for (int i = 0; i < 4; i++) {
      monitor.observe(labels(10, 2, i, bins), start(i));
      harm.observe(2, 10);
      long[] counts = new long[bins];
      counts[i] = 10;
      losses.observe(counts);
    }

    assertThat(monitor.logEvidence(monitor.error())).isEqualTo(harm.logEvidence());
    assertThat(monitor.logEvidence(monitor.loss())).isEqualTo(losses.logEvidence());
    // They are of no window of events.
    assertThat(monitor.windows()).isZero();
    assertThat(monitor.logEvidence(0)).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void shouldRaiseTheAlarmOfErrorsAndBeginAnewWhenItIsAcknowledged() {
    DriftMonitor monitor = new DriftMonitor(PROFILE);
    monitor.observe(labels(100, 50, 0, PROFILE.lossBins()), start(3));

    assertThat(monitor.alarm(monitor.error())).isEqualTo(new Alarm(DriftState.ALARM, start(3)));
    assertThat(monitor.worst()).isEqualTo(DriftState.ALARM);

    monitor.acknowledge("labels.error");
    assertThat(monitor.alarm(monitor.error())).isEqualTo(Alarm.OK);
    assertThat(monitor.logEvidence(monitor.error())).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(DriftMonitor.of(PROFILE, monitor.toBytes()).toBytes()).isEqualTo(monitor.toBytes());
  }

  @Test
  void shouldIgnoreRanksOfLossesInOtherBins() {
    DriftMonitor monitor = new DriftMonitor(PROFILE);

    monitor.observe(labels(10, 1, 0, 3), start(0));

    assertThat(monitor.logEvidence(monitor.loss())).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(monitor.logEvidence(monitor.error())).isFinite();
  }

  @Test
  void shouldRefuseCountsOfAnotherProfile() {
    ReferenceProfile other = Examples.profile(5, 2_000);
    WindowCounts counts = Examples.counts(other, Examples.rows(1, 5));

    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> new DriftMonitor(PROFILE).observe(counts, start(0)));
  }

  @Test
  void shouldAcceptTheUpperLimitOfTheReferencesErrorAndAPoint() {
    // The 99 % limit of Clopper and Pearson, tested for itself, and 0.01.
    double limit = Intervals.upper(PROFILE.answers().errors(), PROFILE.events(), 0.99);

    assertThat(limit).isBetween(0.08, 0.14);
    assertThat(new DriftMonitor(PROFILE).acceptedError()).isCloseTo(limit + 0.01, within(1e-15));
  }

  @Test
  void shouldStandOnAReferenceThatIsWrongThroughout() {
    ScoredRows rows = Examples.rows(4, 1);
    ReferenceProfile wrong =
        new ProfileBuilder(Examples.MAP, Examples.NAMES)
            .add(rows, 0, (rows.predicted(0) + 1) % 3)
            .build();

    DriftMonitor monitor = new DriftMonitor(wrong);
    monitor.observe(Examples.counts(wrong, rows), start(0));

    assertThat(monitor.acceptedError()).isEqualTo(0.999);
    assertThat(monitor.worst()).isEqualTo(DriftState.OK);
  }

  @Test
  void shouldRefuseBytesThatItDidNotWrite() {
    byte[] sound = after(3, 1).toBytes();
    for (int length = 0; length < sound.length; length += length < 40 ? 1 : 501) {
      byte[] cut = Arrays.copyOf(sound, length);
      assertThatIllegalArgumentException()
          .as("%d bytes", length)
          .isThrownBy(() -> DriftMonitor.of(PROFILE, cut));
    }
    byte[] longer = Arrays.copyOf(sound, sound.length + 1);
    assertThatIllegalArgumentException().isThrownBy(() -> DriftMonitor.of(PROFILE, longer));
  }

  @Test
  void shouldReadAnyBytesOrRefuseThemAndNothingElse() {
    byte[] sound = after(3, 1).toBytes();
    WindowCounts window = window(0, 0);
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 500; i++) {
      byte[] hostile = sound.clone();
      hostile[random.nextInt(i % 2 == 0 ? 60 : hostile.length)] = (byte) random.nextInt(256);
      try {
        DriftMonitor.of(PROFILE, hostile).observe(window, start(9));
      } catch (IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
