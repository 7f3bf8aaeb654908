package org.inkstream.model.drift;

import java.util.Arrays;

/**
 * What the true classes of scored events add up to: events, errors, losses, Brier scores, fifteen
 * bins of confidence, how the losses rank among the reference's, and how many prediction sets had
 * the true class. All are integers, so that merging is exact, associative and commutative, with the
 * empty counts as identity: however the events were divided and whatever came first, the total has
 * the same bits.
 *
 * <p>Merging never fails. Counts without ranks merge with any; should ranks in different numbers of
 * bins meet, the totals still add up and the ranks are given up. Mutable, for one thread.
 */
public final class LabelCounts {

  /** Bins of equal width that confidences are counted in; as many as the trainer reports. */
  public static final int RELIABILITY_BINS = 15;

  /** Unit of the sums: 2^-20, about a millionth. 2^37 events of the largest loss fit. */
  private static final double UNIT = 0x1p-20;

  private static final double LARGEST_BRIER = 2;

  // Places in the totals; then come RELIABILITY_BINS triples of count, correct, confidence.
  private static final int LABELLED = 0;
  private static final int ERRORS = 1;
  private static final int LOSS = 2;
  private static final int BRIER = 3;
  private static final int RELIABILITY = 4;
  private static final int TRIPLE = 3;
  private static final int TOTALS = RELIABILITY + TRIPLE * RELIABILITY_BINS;

  private static final long SEVERAL = 1;

  private final long[] totals = new long[TOTALS];
  private long[] lossBins = {};
  private long sets;
  private long covered;

  /** Ranks in different numbers of bins have met. */
  private boolean several;

  /** Counts of no event: the identity of {@link #merge}. */
  public LabelCounts() {}

  /**
   * The counts that {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException if the bytes are anything else. It takes no more memory than
   *     the bytes account for
   */
  public static LabelCounts of(byte[] bytes) {
    LabelCounts counts = new LabelCounts();
    if (bytes.length == 0) {
      return counts;
    }
    PackedReader in = new PackedReader(bytes);
    for (int i = 0; i < TOTALS; i++) {
      counts.totals[i] = in.count();
    }
    counts.several = in.count() == SEVERAL;
    counts.lossBins = in.counts();
    if (in.hasMore()) {
      counts.sets = in.count();
      counts.covered = in.count();
      if (counts.sets < 1 || counts.covered < 0 || counts.covered > counts.sets) {
        throw new IllegalArgumentException(counts.covered + " of " + counts.sets + " sets");
      }
    }
    in.end();
    return counts;
  }

  /**
   * Adds one scored event whose true class is known.
   *
   * @param predicted the class it was given
   * @param truth its class; one that the network does not have makes it an error
   * @param loss negative logarithm of the true class's probability, in nats; infinity if that is 0.
   *     Counted as 0 to {@link #Losses.MOST}
   * @param brier sum over all classes of (probability − truth)², 0 to 2
   * @param confidence the largest probability, 0 to 1
   * @throws IllegalArgumentException if one of them is NaN
   */
  public void add(int predicted, int truth, double loss, double brier, double confidence) {
    boolean right = predicted == truth;
    int bin = (int) Math.ceil(confidence * RELIABILITY_BINS) - 1;
    int reliability = RELIABILITY + TRIPLE * Math.max(0, Math.min(RELIABILITY_BINS - 1, bin));
    // First what may throw, so that nothing is half added.
    long lossUnits = units(loss, Losses.MOST);
    long brierUnits = units(brier, LARGEST_BRIER);
    long confidenceUnits = units(confidence, 1);
    totals[LABELLED]++;
    totals[ERRORS] += right ? 0 : 1;
    totals[LOSS] += lossUnits;
    totals[BRIER] += brierUnits;
    totals[reliability]++;
    totals[reliability + 1] += right ? 1 : 0;
    totals[reliability + 2] += confidenceUnits;
  }

  /**
   * Adds where the loss of one event, added or to be added, stands among the reference's.
   *
   * @param bin the bin it is in, from 0
   * @param bins number of bins, K; the same for all events of one profile
   */
  public void addLossBin(int bin, int bins) {
    if (bin < 0 || bin >= bins) {
      throw new IllegalArgumentException("loss bin " + bin + " of " + bins);
    }
    if (adopt(bins)) {
      lossBins[bin]++;
    }
  }

  /**
   * Adds the prediction set of one event, added or to be added.
   *
   * @param hasTruth whether the true class is in it
   */
  public void addSet(boolean hasTruth) {
    sets++;
    covered += hasTruth ? 1 : 0;
  }

  /** Adds what another has counted; leaves the other as it is. */
  public void merge(LabelCounts other) {
    addTo(totals, other.totals);
    sets += other.sets;
    covered += other.covered;
    if (other.several) {
      giveUpRanks();
    } else if (other.lossBins.length > 0 && adopt(other.lossBins.length)) {
      addTo(lossBins, other.lossBins);
    }
  }

  /** Events whose true class is known. */
  public long labelled() {
    return totals[LABELLED];
  }

  /** Those of them that were given another class. */
  public long errors() {
    return totals[ERRORS];
  }

  /** Share that was given its true class; 0 if there are no events. */
  public double accuracy() {
    return perEvent(labelled() - errors());
  }

  /** Mean loss in nats, to within 2^-21; 0 if there are no events. */
  public double crossEntropy() {
    return perEvent(totals[LOSS] * UNIT);
  }

  /** Mean Brier score, to within 2^-21; 0 if there are no events. */
  public double brier() {
    return perEvent(totals[BRIER] * UNIT);
  }

  /**
   * Expected calibration error: mean over the events of their bin's gap between mean confidence and
   * accuracy (Naeini et al. 2015; Guo et al. 2017, equation 3); 0 if there are no events. A
   * confidence on a boundary belongs to the bin below it, as the trainer has it.
   */
  public double ece() {
    double sum = 0;
    for (int bin = RELIABILITY; bin < TOTALS; bin += TRIPLE) {
      sum += Math.abs(totals[bin + 2] * UNIT - totals[bin + 1]);
    }
    return perEvent(sum);
  }

  /**
   * A copy of the events in each bin of the reference's losses; empty if none was ranked, or ranks
   * were given up.
   */
  public long[] lossBins() {
    return lossBins.clone();
  }

  /** Events that were answered with a prediction set. */
  public long sets() {
    return sets;
  }

  /** Those of them whose set has the true class. */
  public long covered() {
    return covered;
  }

  /** Compactly: no bytes at all for no events, else about a hundred. */
  public byte[] toBytes() {
    if (equals(new LabelCounts())) {
      return new byte[0];
    }
    PackedWriter out = new PackedWriter();
    for (long total : totals) {
      out.count(total);
    }
    out.count(several ? SEVERAL : 0).counts(lossBins);
    // Last, and only if there are any: counts of before there were sets end here.
    return (sets == 0 ? out : out.count(sets).count(covered)).toBytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelCounts that
        && Arrays.equals(totals, that.totals)
        && Arrays.equals(lossBins, that.lossBins)
        && several == that.several
        && sets == that.sets
        && covered == that.covered;
  }

  @Override
  public int hashCode() {
    return (Arrays.hashCode(totals) * 31 + Arrays.hashCode(lossBins)) * 31 + Long.hashCode(covered);
  }

  @Override
  public String toString() {
    return "LabelCounts of "
        + labelled()
        + " events, "
        + errors()
        + " errors, totals "
        + Arrays.toString(totals)
        + ", loss bins "
        + (several ? "given up" : Arrays.toString(lossBins))
        + ", "
        + covered
        + " of "
        + sets
        + " sets have the true class";
  }

  /**
   * Makes room for ranks in so many bins; false if they cannot be added. The states form a
   * semilattice (none, then one number of bins, then several), which keeps merging associative.
   */
  private boolean adopt(int bins) {
    if (!several && lossBins.length == 0) {
      lossBins = new long[bins];
    }
    if (lossBins.length != bins) {
      giveUpRanks();
    }
    return !several;
  }

  private void giveUpRanks() {
    several = true;
    lossBins = new long[0];
  }

  private double perEvent(double sum) {
    return labelled() == 0 ? 0 : sum / labelled();
  }

  private static long units(double value, double largest) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("NaN adds up to nothing");
    }
    return Math.round(Math.max(0, Math.min(largest, value)) / UNIT);
  }

  private static void addTo(long[] target, long[] source) {
    for (int i = 0; i < source.length; i++) {
      target[i] += source[i];
    }
  }
}
