package org.inkstream.bench.drift;

import java.util.Arrays;
import java.util.Random;
import org.inkstream.model.drift.Ranks;
import org.inkstream.model.drift.detect.RankDetector;
import org.inkstream.model.drift.detect.RankMartingale;

/** How the detector of one statistic behaves over time, on normal scores. Pure. */
final class Sequential {

  private Sequential() {}

  /**
   * Windows until a false alarm, without any drift.
   *
   * @param threshold of M
   * @param window events in each
   * @param reference reference scores
   * @param most windows after which a run ends without an alarm, and counts as so many
   */
  static double runLength(double threshold, int window, int reference, long most, long seed) {
    Random random = new Random(seed);
    double[] scores = scores(reference, random);
    long[] gaps = Ranks.gaps(reference);
    RankDetector detector = RankDetector.fresh(gaps);
    double log = Math.log(threshold);
    long windows = 0;
    while (windows < most && detector.logEvidence() < log) {
      long[] counts = new long[gaps.length];
      for (int i = 0; i < window; i++) {
        counts[bin(gaps, scores, random.nextGaussian())]++;
      }
      detector.observe(counts);
      windows++;
    }
    return windows;
  }

  /**
   * Events until a test martingale, taken event by event from the change on, exceeds one by the
   * level.
   *
   * @param shift of the mean, in standard deviations
   */
  static double delay(double level, double shift, int reference, long most, long seed) {
    Random random = new Random(seed);
    double[] scores = scores(reference, random);
    long[] gaps = Ranks.gaps(reference);
    RankMartingale martingale = new RankMartingale(gaps);
    long events = 0;
    while (events < most && martingale.logEvidence() < -Math.log(level)) {
      long[] counts = new long[gaps.length];
      counts[bin(gaps, scores, random.nextGaussian() + shift)]++;
      martingale.observe(counts);
      events++;
    }
    return events;
  }

  private static double[] scores(int count, Random random) {
    double[] scores = new double[count];
    Arrays.setAll(scores, i -> random.nextGaussian());
    Arrays.sort(scores);
    return scores;
  }

  private static int bin(long[] gaps, double[] scores, double value) {
    int place = Arrays.binarySearch(scores, value);
    long rank = place < 0 ? -place - 1 : place;
    int bin = 0;
    for (long upper = gaps[0]; rank >= upper; upper += gaps[++bin]) {}
    return bin;
  }
}
