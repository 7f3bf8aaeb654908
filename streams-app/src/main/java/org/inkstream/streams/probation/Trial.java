package org.inkstream.streams.probation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.inkstream.model.drift.detect.HarmDetector;

/**
 * The evidence against one champion in its probation: of each charge, how many times it was found
 * true of how many, and an e-detector that it is true more often than is accepted. Without harm,
 * the mean number of messages until it is convicted by mistake is at least {@value #RUN_LENGTH} for
 * each charge. Mutable, for one thread.
 */
final class Trial {

  /** What a champion may be charged with. */
  enum Charge {
    /** Labelled events that were given another class. */
    ERROR("labelled events wrong"),
    /** Events that it failed to score. */
    REJECTION("events failed"),
    /** Batches that took too long. */
    SLOWNESS("batches slow");

    private final String what;

    Charge(String what) {
      this.what = what;
    }
  }

  static final double RUN_LENGTH = 1e6;

  private static final double LOG_THRESHOLD = StrictMath.log(RUN_LENGTH);

  /** One charge. */
  private static final class Count {
    private final double accepted;
    private HarmDetector detector;
    private long found;
    private long of;

    Count(double accepted) {
      this.accepted = accepted;
      this.detector = HarmDetector.fresh(accepted);
    }
  }

  private final Map<Charge, Count> counts = new EnumMap<>(Charge.class);

  /**
   * A trial that has heard nothing.
   *
   * @param accepted the share that is accepted, above 0 and at most 1; a charge that is missing is
   *     not tried
   */
  Trial(Map<Charge, Double> accepted) {
    accepted.forEach((charge, share) -> counts.put(charge, new Count(share)));
  }

  /** Takes note of what one message says. */
  void hear(Charge charge, long found, long of) {
    Count count = counts.get(charge);
    if (count != null && of > 0) {
      count.detector.observe(found, of);
      count.found += found;
      count.of += of;
    }
  }

  /** What it is convicted of, for people; empty while there is not enough evidence. */
  Optional<String> verdict() {
    List<String> found = new ArrayList<>();
    counts.forEach(
        (charge, count) -> {
          if (count.detector.logEvidence() >= LOG_THRESHOLD) {
            found.add(
                String.format(
                    Locale.ROOT,
                    "%s: %.1f %% of %,d, accepted %.1f %%, evidence 10^%.1f",
                    charge.what,
                    100.0 * count.found / count.of,
                    count.of,
                    100 * count.accepted,
                    count.detector.logEvidence() / StrictMath.log(10)));
          }
        });
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", found));
  }

  /** As state. */
  byte[] toBytes() {
    List<double[]> states = counts.values().stream().map(c -> c.detector.state()).toList();
    int numbers = states.stream().mapToInt(state -> state.length).sum();
    ByteBuffer out =
        ByteBuffer.allocate(numbers * Double.BYTES + counts.size() * (Integer.BYTES + 24));
    counts.forEach(
        (charge, count) -> {
          double[] state = count.detector.state();
          out.putInt(charge.ordinal()).putDouble(count.accepted);
          out.putLong(count.found).putLong(count.of);
          Arrays.stream(state).forEach(out::putDouble);
        });
    return out.array();
  }

  /**
   * The trial that {@link #toBytes} wrote.
   *
   * @throws RuntimeException if the bytes are anything else
   */
  static Trial of(byte[] bytes) {
    Trial trial = new Trial(Map.of());
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int logs = HarmDetector.fresh(1).state().length;
    while (in.hasRemaining()) {
      Charge charge = Charge.values()[in.getInt()];
      Count count = new Count(in.getDouble());
      count.found = in.getLong();
      count.of = in.getLong();
      double[] state = new double[logs];
      Arrays.setAll(state, i -> in.getDouble());
      count.detector = HarmDetector.in(count.accepted, state);
      trial.counts.put(charge, count);
    }
    return trial;
  }
}
