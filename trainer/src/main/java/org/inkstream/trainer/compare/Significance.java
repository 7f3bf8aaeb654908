package org.inkstream.trainer.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;

/** Whether two families differ by more than chance on the same images. Pure functions. */
public final class Significance {

  private Significance() {}

  /**
   * Two families compared.
   *
   * @param first index of a family
   * @param second index of another
   * @param firstOnly images that the first alone has right
   * @param secondOnly images that the second alone has right
   * @param p that they would differ so much or more if both erred alike
   * @param adjusted the same, corrected for how many pairs are looked at
   */
  public record Pair(
      int first, int second, long firstOnly, long secondOnly, double p, double adjusted) {}

  /**
   * All pairs of families.
   *
   * @param labels true class of each image
   * @param answers of each family, class by image
   */
  public static List<Pair> pairs(int[] labels, List<int[]> answers) {
    List<Pair> found = new ArrayList<>();
    for (int first = 0; first < answers.size(); first++) {
      for (int second = first + 1; second < answers.size(); second++) {
        long firstOnly = onlyRight(labels, answers.get(first), answers.get(second));
        long secondOnly = onlyRight(labels, answers.get(second), answers.get(first));
        double p = mcNemar(firstOnly, secondOnly);
        found.add(new Pair(first, second, firstOnly, secondOnly, p, p));
      }
    }
    double[] adjusted = holm(found.stream().mapToDouble(Pair::p).toArray());
    return IntStream.range(0, adjusted.length)
        .mapToObj(
            i -> {
              Pair pair = found.get(i);
              return new Pair(
                  pair.first(),
                  pair.second(),
                  pair.firstOnly(),
                  pair.secondOnly(),
                  pair.p(),
                  adjusted[i]);
            })
        .toList();
  }

  /**
   * The exact test of McNemar (1947, "Note on the sampling error of the difference between
   * correlated proportions"), two-sided: whoever is right alone is so by a fair coin.
   *
   * @param firstOnly images that one alone has right
   * @param secondOnly images that the other alone has right
   */
  static double mcNemar(long firstOnly, long secondOnly) {
    int all = Math.toIntExact(firstOnly + secondOnly);
    if (all == 0) {
      return 1;
    }
    int fewer = (int) Math.min(firstOnly, secondOnly);
    return Math.min(1, 2 * new BinomialDistribution(null, all, 0.5).cumulativeProbability(fewer));
  }

  /**
   * Holm's correction (1979, "A simple sequentially rejective multiple test procedure"): the chance
   * of one false difference among all is at most what is asked of each, whatever they have to do
   * with each other.
   *
   * @param p of each test
   * @return adjusted, in the same order
   */
  static double[] holm(double[] p) {
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double highest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      highest = Math.max(highest, (p.length - rank) * p[order[rank]]);
      adjusted[order[rank]] = Math.min(1, highest);
    }
    return adjusted;
  }

  private static long onlyRight(int[] labels, int[] right, int[] wrong) {
    if (labels.length != right.length || labels.length != wrong.length) {
      throw new IllegalArgumentException(
          "%d images, %d and %d answers".formatted(labels.length, right.length, wrong.length));
    }
    return IntStream.range(0, labels.length)
        .filter(i -> right[i] == labels[i] && wrong[i] != labels[i])
        .count();
  }
}
