package org.inkstream.model.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Assigns images to parts, so that each part has its share of every class. Pure and seeded: the
 * same arguments give the same parts on every machine and Java version.
 */
public final class Assignment {

  private Assignment() {}

  /**
   * Folds of one size, within one image, each with its share of every class, within one image.
   *
   * @param labels class of each image, not negative
   * @param folds at least 2, and not more than images
   * @return fold of each image, from 0
   */
  public static int[] folds(int[] labels, int folds, long seed) {
    require(folds >= 2 && folds <= labels.length, "%d folds of %d images", folds, labels.length);
    int[] order = SplitPlan.shuffled(labels.length, new Random(seed));
    int[] assigned = new int[labels.length];
    // One class after another is dealt out, each going on where the one before has ended.
    int next = 0;
    for (int label = 0; label < classes(labels); label++) {
      for (int image : order) {
        if (labels[image] == label) {
          assigned[image] = next++ % folds;
        }
      }
    }
    return assigned;
  }

  /**
   * Parts of given sizes, of each class as near to its share as whole images allow. A class has an
   * image left for the last part if the sizes allow it.
   *
   * @param labels class of each image, not negative
   * @param sizes of the parts; together as many as there are images
   * @return part of each image
   */
  public static int[] stratified(int[] labels, int[] sizes, long seed) {
    require(
        Arrays.stream(sizes).allMatch(size -> size >= 0)
            && Arrays.stream(sizes).sum() == labels.length,
        "parts of %s for %d images",
        Arrays.toString(sizes),
        labels.length);
    int[] left = new int[classes(labels)];
    for (int label : labels) {
      left[label]++;
    }
    int[][] quotas = new int[sizes.length][];
    for (int part = 0; part < sizes.length; part++) {
      quotas[part] = shares(left, sizes[part]);
      for (int label = 0; label < left.length; label++) {
        left[label] -= quotas[part][label];
      }
    }
    int[] assigned = new int[labels.length];
    for (int image : SplitPlan.shuffled(labels.length, new Random(seed))) {
      int part = 0;
      while (quotas[part][labels[image]] == 0) {
        part++;
      }
      quotas[part][labels[image]]--;
      assigned[image] = part;
    }
    return assigned;
  }

  /** How many of each class make a part of a size: largest remainders, as in elections. */
  private static int[] shares(int[] left, int size) {
    long all = Arrays.stream(left).sum();
    int[] shares = new int[left.length];
    if (all == 0) {
      return shares;
    }
    for (int label = 0; label < left.length; label++) {
      shares[label] = (int) ((long) left[label] * size / all);
    }
    int missing = size - Arrays.stream(shares).sum();
    int[] byRemainder =
        IntStream.range(0, left.length)
            .boxed()
            .sorted(
                (a, b) -> Long.compare((long) left[b] * size % all, (long) left[a] * size % all))
            .mapToInt(Integer::intValue)
            .toArray();
    // First such that no class is used up; only then, if need be, its last image.
    boolean[] rounded = new boolean[left.length];
    for (int spared = 1; spared >= 0; spared--) {
      for (int label : byRemainder) {
        boolean fraction = (long) left[label] * size % all > 0 && !rounded[label];
        if (missing > 0 && fraction && shares[label] + spared < left[label]) {
          shares[label]++;
          rounded[label] = true;
          missing--;
        }
      }
    }
    return shares;
  }

  /**
   * Parts of whole groups, as near to the shares of images and classes as groups allow: the largest
   * group first, each to the part that is then the least full of the group's classes (after the
   * greedy choice of scikit-learn's StratifiedGroupKFold). No part with a share stays empty.
   *
   * @param labels class of each image, not negative
   * @param groups group of each image
   * @param shares of the parts, each above 0; only their ratios matter
   * @return part of each image
   * @throws TooFewGroupsException if there are fewer groups than parts
   */
  public static int[] grouped(int[] labels, int[] groups, double[] shares, long seed) {
    require(
        labels.length == groups.length, "%d groups for %d images", groups.length, labels.length);
    List<List<Integer>> members = members(groups, seed);
    if (members.size() < shares.length) {
      throw new TooFewGroupsException(members.size(), shares.length);
    }
    double[] ofClass = new double[classes(labels)];
    for (int label : labels) {
      ofClass[label]++;
    }
    double[][] filled = new double[shares.length][ofClass.length];
    boolean[] used = new boolean[shares.length];
    int empty = shares.length;
    int[] assigned = new int[labels.length];
    for (int g = 0; g < members.size(); g++) {
      double[] counts = new double[ofClass.length];
      members.get(g).forEach(image -> counts[labels[image]]++);
      boolean emptyOnly = members.size() - g == empty;
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int part = 0; part < shares.length; part++) {
        double full = fullness(filled[part], counts, ofClass, shares[part]);
        if (full < least && !(emptyOnly && used[part])) {
          least = full;
          best = part;
        }
      }
      for (int label = 0; label < counts.length; label++) {
        filled[best][label] += counts[label];
      }
      empty -= used[best] ? 0 : 1;
      used[best] = true;
      for (int image : members.get(g)) {
        assigned[image] = best;
      }
    }
    return assigned;
  }

  private static double fullness(double[] filled, double[] more, double[] ofClass, double share) {
    double sum = 0;
    for (int label = 0; label < more.length; label++) {
      if (more[label] > 0) {
        sum += more[label] * (filled[label] + more[label]) / (ofClass[label] * share);
      }
    }
    return sum;
  }

  /** Images by group, the largest group first, those of one size in a random order. */
  private static List<List<Integer>> members(int[] groups, long seed) {
    Map<Integer, List<Integer>> byGroup = new LinkedHashMap<>();
    for (int image : SplitPlan.shuffled(groups.length, new Random(seed))) {
      byGroup.computeIfAbsent(groups[image], group -> new ArrayList<>()).add(image);
    }
    List<List<Integer>> members = new ArrayList<>(byGroup.values());
    members.sort((one, other) -> Integer.compare(other.size(), one.size()));
    return members;
  }

  private static int classes(int[] labels) {
    return Arrays.stream(labels).max().orElse(-1) + 1;
  }

  private static void require(boolean fine, String problem, Object... values) {
    if (!fine) {
      throw new IllegalArgumentException(problem.formatted(values));
    }
  }
}
