package org.inkstream.model.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for every assignment of images to parts. */
class AssignmentLawsTest {

  @Property(tries = 300)
  void shouldMakeFoldsOfOneSizeWithTheirShareOfEachClass(
      @ForAll @Size(min = 2, max = 200) List<@IntRange(max = 7) Integer> ofImages,
      @ForAll @IntRange(min = 2, max = 12) int wanted,
      @ForAll long seed) {
    int[] labels = array(ofImages);
    int folds = Math.min(wanted, labels.length);

    int[] assigned = Assignment.folds(labels, folds, seed);

    assertThat(assigned).hasSameSizeAs(labels);
    for (int fold = 0; fold < folds; fold++) {
      assertNear((double) labels.length / folds, count(assigned, fold), 1);
      for (int label = 0; label <= 7; label++) {
        double share = (double) count(labels, label) / folds;
        assertNear(share, count(assigned, fold, labels, label), 1);
      }
    }
    assertThat(Assignment.folds(labels, folds, seed)).isEqualTo(assigned);
  }

  @Property(tries = 300)
  void shouldGiveTheFirstPartItsShareOfEachClassAndEveryPartItsSize(
      @ForAll @Size(min = 4, max = 200) List<@IntRange(max = 7) Integer> ofImages,
      @ForAll @IntRange(min = 0, max = 60) int first,
      @ForAll @IntRange(min = 0, max = 60) int second,
      @ForAll long seed) {
    int[] labels = array(ofImages);
    int one = Math.min(first, labels.length);
    int two = Math.min(second, labels.length - one);
    int[] sizes = {one, two, labels.length - one - two};

    int[] assigned = Assignment.stratified(labels, sizes, seed);

    for (int part = 0; part < sizes.length; part++) {
      assertThat(count(assigned, part)).isEqualTo(sizes[part]);
    }
    boolean full = one == labels.length;
    for (int label = 0; label <= 7; label++) {
      double share = (double) count(labels, label) * one / labels.length;
      assertNear(share, count(assigned, 0, labels, label), full ? 0 : 1);
    }
    assertThat(Assignment.stratified(labels, sizes, seed)).isEqualTo(assigned);
  }

  @Property(tries = 300)
  void shouldNeverPartAGroupNorLeaveAPartEmpty(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 20) Integer> ofImages,
      @ForAll @IntRange(min = 1, max = 5) int wanted,
      @ForAll long seed) {
    int[] groups = array(ofImages);
    Random random = new Random(seed);
    int[] labels = Arrays.stream(groups).map(group -> random.nextInt(4)).toArray();
    int parts = (int) Math.min(wanted, Arrays.stream(groups).distinct().count());
    double[] shares = new double[parts];
    Arrays.setAll(shares, part -> 1.0 + part * part);

    int[] assigned = Assignment.grouped(labels, groups, shares, seed);

    Map<Integer, Integer> partOf = new HashMap<>();
    for (int i = 0; i < groups.length; i++) {
      Integer before = partOf.putIfAbsent(groups[i], assigned[i]);
      assertThat(before == null || before == assigned[i]).isTrue();
    }
    assertThat(Arrays.stream(assigned).distinct().count()).isEqualTo(parts);
    assertThat(Assignment.grouped(labels, groups, shares, seed)).isEqualTo(assigned);
  }

  private static int[] array(List<Integer> drawn) {
    return drawn.stream().mapToInt(Integer::intValue).toArray();
  }

  private static void assertNear(double expected, int found, double most) {
    assertThat(Math.abs(found - expected)).isLessThanOrEqualTo(most + 1e-9);
  }

  private static int count(int[] values, int wanted) {
    return (int) Arrays.stream(values).filter(value -> value == wanted).count();
  }

  private static int count(int[] values, int wanted, int[] labels, int label) {
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      count += values[i] == wanted && labels[i] == label ? 1 : 0;
    }
    return count;
  }
}
