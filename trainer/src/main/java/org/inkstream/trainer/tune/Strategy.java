package org.inkstream.trainer.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a search spends its time. */
public enum Strategy {
  /** All trials learn from all images. */
  RANDOM {
    @Override
    public List<Rung> rungs(int trials, int eta, int images) {
      return List.of(new Rung(1, trials, images));
    }
  },
  /**
   * All trials learn from few images; of each round, one in so many goes on to the next, with so
   * many times the images (Jamieson and Talwalkar 2016, "Non-stochastic best arm identification and
   * hyperparameter optimization"). What is the best of them learns from all images afterwards, as
   * the result of the search.
   */
  HALVING {
    @Override
    public List<Rung> rungs(int trials, int eta, int images) {
      int rounds = 0;
      for (int left = trials; left > 1; left /= eta) {
        rounds++;
      }
      List<Rung> rungs = new ArrayList<>();
      int left = trials;
      int before = 0;
      for (int round = 0; round < rounds; round++) {
        int share = (int) Math.round(images * Math.pow(eta, round - rounds));
        int each = Math.max(Math.min(images, FEWEST_IMAGES), share);
        // The same images would tell the same again.
        if (each > before) {
          rungs.add(new Rung(rungs.size() + 1, left, each));
        }
        before = each;
        left /= eta;
      }
      return rungs;
    }
  };

  /** Below, which settings are best says little about more images. */
  private static final int FEWEST_IMAGES = 500;

  /**
   * The rounds.
   *
   * @param trials in the first, at least 2
   * @param eta one in so many goes on, at least 2
   * @param images all there are to learn from
   */
  public abstract List<Rung> rungs(int trials, int eta, int images);

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
