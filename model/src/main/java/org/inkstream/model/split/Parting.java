package org.inkstream.model.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.inkstream.model.idx.ImageSet;

/**
 * How a data set is parted: by a rule, with one fold held out for the test or not, and with groups
 * kept together or not. The same parting and seed give the same parts on every machine and Java
 * version. Immutable.
 *
 * <p>Stratified are all parts of {@link SplitRule#STRATIFIED}, the folds of every rule, and all
 * that has groups; the others are random.
 */
public final class Parting {

  /** Of images that no test part was published of, one in so many is for the test, as in MNIST. */
  private static final int HELD_OUT = 7;

  private static final int TRAIN = 0;
  private static final int TEST = 1;
  private static final int PROFILE = 2;
  private static final int VALIDATION = 3;

  private final SplitRule rule;
  private final Optional<Fold> fold;
  private final int[] groups;

  private Parting(SplitRule rule, Optional<Fold> fold, int[] groups) {
    this.rule = Objects.requireNonNull(rule, "rule");
    this.fold = fold;
    this.groups = groups;
    if (rule == SplitRule.SHUFFLED && (fold.isPresent() || groups.length > 0)) {
      throw new IllegalArgumentException("a shuffled split has no folds and no groups");
    }
  }

  /** By a rule alone. */
  public static Parting by(SplitRule rule) {
    return new Parting(rule, Optional.empty(), new int[0]);
  }

  /**
   * With a fold of the training images for the test: of the published ones if the rule is OFFICIAL,
   * and then the published test images are not used at all; of all images if it is STRATIFIED.
   *
   * @throws IllegalArgumentException if the rule has no folds
   */
  public Parting withFold(Fold held) {
    return new Parting(rule, Optional.of(held), groups);
  }

  /**
   * With no group in two parts that are made here.
   *
   * @param ofImages group of each image, of the published training and then the test images; copied
   * @throws IllegalArgumentException if the rule knows no groups
   */
  public Parting withGroups(int[] ofImages) {
    return new Parting(rule, fold, ofImages.clone());
  }

  /** The rule. */
  public SplitRule rule() {
    return rule;
  }

  /** The fold that is the test part. */
  public Optional<Fold> fold() {
    return fold;
  }

  /** Whether groups are kept together. */
  public boolean hasGroups() {
    return groups.length > 0;
  }

  /**
   * How many images are left for all other parts when the test part is taken; with groups, about so
   * many.
   *
   * @param published training images, or all if no test images were published
   * @param test published test images
   */
  public int poolSize(int published, int test) {
    int all = rule == SplitRule.OFFICIAL ? published : published + test;
    if (fold.isPresent()) {
      return all - all / fold.get().count();
    }
    return switch (rule) {
      case OFFICIAL -> published;
      case SHUFFLED -> published;
      case STRATIFIED -> all - heldOut(published, test);
    };
  }

  private static int heldOut(int published, int test) {
    return test > 0 ? test : published / HELD_OUT;
  }

  /**
   * Parts a data set.
   *
   * @param published the training images, or all if no test images were published
   * @param test the published test images, of the same size
   * @param seed of every choice
   * @param validation images for validation; with groups, about so many
   * @param profile images for the drift reference; with groups, about so many
   * @throws IllegalArgumentException if the rule needs test images and there are none, the groups
   *     are not as many as the images or too few, or nothing is left to train on
   */
  public Split apply(
      ImageSet published, Optional<ImageSet> test, long seed, int validation, int profile) {
    if (rule != SplitRule.STRATIFIED && fold.isEmpty() && test.isEmpty()) {
      throw new IllegalArgumentException(
          "there are no test images; a stratified split takes them from the others");
    }
    int tests = test.map(ImageSet::count).orElse(0);
    if (hasGroups() && groups.length != published.count() + tests) {
      throw new IllegalArgumentException(
          "%d groups for %d images".formatted(groups.length, published.count() + tests));
    }
    boolean official = rule == SplitRule.OFFICIAL;
    if (fold.isEmpty() && !hasGroups() && rule != SplitRule.STRATIFIED) {
      return new SplitPlan(rule, seed, validation, profile).apply(published, test.get());
    }
    ImageSet pool = official || test.isEmpty() ? published : published.and(test.get());
    int[] parts = new int[pool.count()];
    boolean takesTest = true;
    if (fold.isPresent()) {
      int[] folds = folds(pool, seed);
      for (int i = 0; i < parts.length; i++) {
        parts[i] = folds[i] == fold.get().number() - 1 ? TEST : TRAIN;
      }
    } else if (official) {
      takesTest = false;
    } else {
      divide(pool, parts, new int[] {TEST}, new int[] {heldOut(published.count(), tests)}, seed);
    }
    divide(pool, parts, new int[] {PROFILE, VALIDATION}, new int[] {profile, validation}, seed);
    List<int[]> chosen = choose(parts, seed);
    return new Split(
        pool.select(chosen.get(TRAIN)),
        pool.select(chosen.get(VALIDATION)),
        pool.select(chosen.get(PROFILE)),
        takesTest ? pool.select(chosen.get(TEST)) : test.get());
  }

  private int[] folds(ImageSet pool, long seed) {
    int count = fold.get().count();
    if (!hasGroups()) {
      return Assignment.folds(pool.labels(), count, seed);
    }
    double[] shares = new double[count];
    Arrays.fill(shares, 1);
    return Assignment.grouped(pool.labels(), Arrays.copyOf(groups, pool.count()), shares, seed);
  }

  /** Takes new parts of given sizes out of what is for training until now. */
  private void divide(ImageSet pool, int[] parts, int[] names, int[] sizes, long seed) {
    int[] rest = IntStream.range(0, parts.length).filter(i -> parts[i] == TRAIN).toArray();
    int taken = Arrays.stream(sizes).sum();
    if (taken >= rest.length) {
      throw new IllegalArgumentException(
          "%d images held out leave none of %d to train on".formatted(taken, rest.length));
    }
    int[] all = Arrays.copyOf(sizes, sizes.length + 1);
    all[sizes.length] = rest.length - taken;
    int[] labels = Arrays.stream(rest).map(pool::label).toArray();
    int[] assigned;
    if (hasGroups()) {
      int[] ofRest = Arrays.stream(rest).map(i -> groups[i]).toArray();
      assigned =
          Assignment.grouped(
              labels, ofRest, Arrays.stream(all).mapToDouble(size -> size).toArray(), seed);
    } else {
      assigned = Assignment.stratified(labels, all, seed);
    }
    for (int i = 0; i < rest.length; i++) {
      if (assigned[i] < names.length) {
        parts[rest[i]] = names[assigned[i]];
      }
    }
  }

  /** The images of each part in a random order, so that its first ones are a fair choice. */
  private static List<int[]> choose(int[] parts, long seed) {
    int[] order = SplitPlan.shuffled(parts.length, new Random(seed));
    List<int[]> chosen = new ArrayList<>();
    for (int part = TRAIN; part <= VALIDATION; part++) {
      int wanted = part;
      chosen.add(Arrays.stream(order).filter(i -> parts[i] == wanted).toArray());
    }
    return chosen;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parting parting
        && rule == parting.rule
        && fold.equals(parting.fold)
        && Arrays.equals(groups, parting.groups);
  }

  @Override
  public int hashCode() {
    return Objects.hash(rule, fold, Arrays.hashCode(groups));
  }

  @Override
  public String toString() {
    return rule + fold.map(held -> ", fold " + held).orElse("") + (hasGroups() ? ", by group" : "");
  }
}
