package org.inkstream.model.drift;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.inkstream.model.drift.detect.HarmDetector;
import org.inkstream.model.drift.detect.RankDetector;
import org.inkstream.schemas.DriftState;

/**
 * The detectors of one version, window after window: one for each statistic, one for the losses of
 * labelled events and one for their errors. An alarm stays until it is acknowledged. The chance of
 * a false alarm of any of them within t windows is at most t / {@value #RUN_LENGTH}. Mutable, for
 * one thread; {@link #toBytes} is all that need be kept.
 */
public final class DriftMonitor {

  /** Windows that pass on average before a false alarm of any detector, or more. */
  public static final long RUN_LENGTH = 10_000;

  /** Name of the error rate among the statistics. */
  public static final String ERROR = "labels.error";

  /** The error rate may be so much above what it was on held-out images before it is harm. */
  private static final double ACCEPTED_RISE = 0.01;

  private static final double ACCEPTED_CONFIDENCE = 0.99;
  private static final double MOST_ACCEPTED = 0.999;
  private static final int FORMAT = 1;

  private final ReferenceProfile profile;
  private final double acceptedError;
  private final RankDetector[] ranks;
  private final Alarm[] alarms;
  private HarmDetector harm;
  private long windows;

  /** Detectors that have seen nothing. */
  public DriftMonitor(ReferenceProfile profile) {
    this.profile = profile;
    this.acceptedError =
        Math.min(
            MOST_ACCEPTED,
            Intervals.upper(profile.answers().errors(), profile.events(), ACCEPTED_CONFIDENCE)
                + ACCEPTED_RISE);
    this.ranks = new RankDetector[profile.featureMap().size() + 1];
    this.alarms = new Alarm[ranks.length + 1];
    for (int i = 0; i < alarms.length; i++) {
      reset(i);
    }
  }

  /**
   * The detectors as {@link #toBytes} left them; fresh ones if that was with another profile.
   *
   * @throws IllegalArgumentException if the bytes are not what it writes
   */
  public static DriftMonitor of(ReferenceProfile profile, byte[] state) {
    DriftMonitor monitor = new DriftMonitor(profile);
    PackedReader in = new PackedReader(state);
    if (in.count() == FORMAT && in.signed() == digest(profile)) {
      monitor.read(in);
    }
    return monitor;
  }

  /** Everything it knows. */
  public byte[] toBytes() {
    PackedWriter out = new PackedWriter().count(FORMAT).signed(digest(profile)).count(windows);
    for (RankDetector detector : ranks) {
      RankDetector.State state = detector.state();
      out.counts(state.seen());
      reals(out, state.recent());
      reals(out, state.logs());
    }
    reals(out, harm.state());
    for (Alarm alarm : alarms) {
      out.count(alarm.state().ordinal()).signed(alarm.since().toEpochMilli());
    }
    return out.toBytes();
  }

  /**
   * Takes note of a window. One without events, or without labels, says nothing.
   *
   * @param counts counted with this profile, or without statistics
   * @param start of the window
   */
  public void observe(WindowCounts counts, Instant start) {
    StatisticSums sums = counts.sums(profile).orElseThrow();
    LabelCounts labels = counts.labels();
    if (sums.events() > 0) {
      windows++;
      for (int i = 0; i < profile.featureMap().size(); i++) {
        ranks[i].observe(sums.bins(i));
        raise(i, start);
      }
    }
    if (labels.lossBins().length == profile.lossBins()) {
      ranks[loss()].observe(labels.lossBins());
      raise(loss(), start);
    }
    if (labels.labelled() > 0) {
      harm.observe(labels.errors(), labels.labelled());
      raise(error(), start);
    }
  }

  /**
   * Somebody has seen the alarm: the detectors begin anew, and the count of windows if all do.
   *
   * @param statistic name of one, or empty for all; one that is not known does nothing
   */
  public void acknowledge(String statistic) {
    if (statistic.isEmpty()) {
      windows = 0;
    }
    List<String> names = names();
    for (int i = 0; i < alarms.length; i++) {
      if (statistic.isEmpty() || statistic.equals(names.get(i))) {
        reset(i);
      }
    }
  }

  /** Names of all that is watched: the statistics, then the losses and the errors. */
  public List<String> names() {
    return IntStream.range(0, alarms.length)
        .mapToObj(
            i ->
                i < profile.featureMap().size()
                    ? profile.featureMap().names().get(i)
                    : i < ranks.length ? ReferenceProfile.LOSS : ERROR)
        .toList();
  }

  /** Windows with events observed since the detectors began, the first of them if not all did. */
  long windows() {
    return windows;
  }

  /**
   * ln of the evidence at which one of the detectors is in alarm: their number times the length.
   */
  double logThreshold() {
    return StrictMath.log((double) alarms.length * RUN_LENGTH);
  }

  double logEvidence(int index) {
    return index < ranks.length ? ranks[index].logEvidence() : harm.logEvidence();
  }

  Alarm alarm(int index) {
    return alarms[index];
  }

  int loss() {
    return ranks.length - 1;
  }

  int error() {
    return ranks.length;
  }

  /** The worst of all states. */
  DriftState worst() {
    return Arrays.stream(alarms).map(Alarm::state).max(DriftState::compareTo).orElseThrow();
  }

  /** The error rate that counts as no harm. */
  public double acceptedError() {
    return acceptedError;
  }

  private void raise(int index, Instant window) {
    alarms[index] = alarms[index].after(logEvidence(index), logThreshold(), window);
  }

  private void reset(int index) {
    alarms[index] = Alarm.OK;
    if (index < ranks.length) {
      ranks[index] = RankDetector.fresh(gaps(index));
    } else {
      harm = HarmDetector.fresh(acceptedError);
    }
  }

  private long[] gaps(int index) {
    return index < profile.featureMap().size()
        ? profile.statistic(index).gaps()
        : profile.loss().gaps();
  }

  private void read(PackedReader in) {
    windows = in.count();
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] =
          RankDetector.in(gaps(i), new RankDetector.State(in.counts(), reals(in), reals(in)));
    }
    harm = HarmDetector.in(acceptedError, reals(in));
    for (int i = 0; i < alarms.length; i++) {
      long state = in.count();
      if (state >= DriftState.values().length) {
        throw new IllegalArgumentException("state " + state);
      }
      alarms[i] = new Alarm(DriftState.values()[(int) state], Instant.ofEpochMilli(in.signed()));
    }
    in.end();
  }

  private static long digest(ReferenceProfile profile) {
    return Long.parseUnsignedLong(profile.digest(), 16);
  }

  private static void reals(PackedWriter out, double[] numbers) {
    out.count(numbers.length);
    for (double number : numbers) {
      out.real(number);
    }
  }

  private static double[] reals(PackedReader in) {
    double[] numbers = new double[in.length()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.real();
    }
    return numbers;
  }
}
