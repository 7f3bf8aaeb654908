package org.inkstream.model.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.inkstream.model.idx.ImageSet;
import org.junit.jupiter.api.Test;

class PartingTest {

  private static final ImageSet PUBLISHED = numbered(0, 100);
  private static final ImageSet TEST = numbered(100, 20);
  private static final long SEED = 7;

  @Test
  void shouldPartByARuleAloneAsASplitPlanDoes() {
    for (SplitRule rule : List.of(SplitRule.OFFICIAL, SplitRule.SHUFFLED)) {
      assertThat(Parting.by(rule).apply(PUBLISHED, Optional.of(TEST), SEED, 8, 16))
          .isEqualTo(new SplitPlan(rule, SEED, 8, 16).apply(PUBLISHED, TEST));
      assertThat(Parting.by(rule).poolSize(100, 20)).isEqualTo(100);
    }
  }

  @Property(tries = 100)
  void shouldUseEveryImageOnceInFoldsAndStratifiedParts(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 6) int folds,
      @ForAll boolean grouped,
      @ForAll boolean published) {
    Optional<ImageSet> test = published ? Optional.of(TEST) : Optional.empty();
    int count = published ? 120 : 100;
    Parting parting = Parting.by(SplitRule.STRATIFIED);
    int[] groups = IntStream.range(0, count).map(i -> i % 23).toArray();
    parting = grouped ? parting.withGroups(groups) : parting;
    List<Integer> tested = new ArrayList<>();
    for (int fold = 1; fold <= folds; fold++) {
      Split split = parting.withFold(new Fold(fold, folds)).apply(PUBLISHED, test, seed, 5, 8);
      assertThat(all(split)).containsExactlyInAnyOrderElementsOf(numbers(0, count));
      if (grouped) {
        assertNoGroupIsParted(split, groups);
      } else {
        assertThat(split.validation().count()).isEqualTo(5);
        assertThat(split.profile().count()).isEqualTo(8);
        assertThat(split.test().count()).isBetween(count / folds, (count + folds - 1) / folds);
      }
      tested.addAll(numbers(split.test()));
    }

    // Every image is tested in exactly one fold.
    assertThat(tested).containsExactlyInAnyOrderElementsOf(numbers(0, count));
    Split whole = parting.apply(PUBLISHED, test, seed, 5, 8);
    assertThat(all(whole)).containsExactlyInAnyOrderElementsOf(numbers(0, count));
    assertThat(parting.apply(PUBLISHED, test, seed, 5, 8)).isEqualTo(whole);
  }

  @Test
  void shouldHoldOutASeventhIfNoTestImagesWerePublished() {
    Parting stratified = Parting.by(SplitRule.STRATIFIED);

    Split split = stratified.apply(PUBLISHED, Optional.empty(), SEED, 7, 14);

    // Of ten classes of ten images a seventh, 14: one or two of each.
    assertThat(split.test().count()).isEqualTo(14);
    assertThat(split.test().labels()).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(stratified.poolSize(100, 0)).isEqualTo(86);
    assertThat(stratified.apply(PUBLISHED, Optional.of(TEST), SEED, 7, 14).test().count())
        .isEqualTo(20);
  }

  @Test
  void shouldLeavePublishedTestImagesOutOfFoldsOfTheOthers() {
    Parting fold = Parting.by(SplitRule.OFFICIAL).withFold(new Fold(2, 5));

    Split split = fold.apply(PUBLISHED, Optional.of(TEST), SEED, 6, 13);

    assertThat(all(split)).containsExactlyInAnyOrderElementsOf(numbers(0, 100));
    assertThat(split.test().count()).isEqualTo(20);
    assertThat(fold.poolSize(100, 20)).isEqualTo(80);
  }

  @Test
  void shouldKeepGroupsTogetherBesidePublishedTestImages() {
    int[] groups = IntStream.range(0, 120).map(i -> i / 4).toArray();
    Parting parting = Parting.by(SplitRule.OFFICIAL).withGroups(groups);

    Split split = parting.apply(PUBLISHED, Optional.of(TEST), SEED, 8, 16);

    assertThat(split.test()).isEqualTo(TEST);
    assertNoGroupIsParted(split, groups);
    assertThat(split.profile().count()).isBetween(12, 20);
    assertThat(split.validation().count()).isBetween(4, 12);
  }

  @Test
  void shouldRefuseWhatCannotBeParted() {
    Parting stratified = Parting.by(SplitRule.STRATIFIED);

    assertThatThrownBy(
            () -> Parting.by(SplitRule.OFFICIAL).apply(PUBLISHED, Optional.empty(), SEED, 1, 1))
        .hasMessage("there are no test images; a stratified split takes them from the others");
    assertThatThrownBy(() -> Parting.by(SplitRule.SHUFFLED).withFold(new Fold(1, 2)))
        .hasMessage("a shuffled split has no folds and no groups");
    assertThatThrownBy(
            () -> stratified.withGroups(new int[99]).apply(PUBLISHED, Optional.empty(), SEED, 1, 1))
        .hasMessage("99 groups for 100 images");
    assertThatThrownBy(
            () ->
                stratified.withGroups(new int[100]).apply(PUBLISHED, Optional.empty(), SEED, 1, 1))
        .hasMessage("1 group cannot be parted into 2 parts");
    assertThatThrownBy(() -> stratified.apply(PUBLISHED, Optional.empty(), SEED, 40, 46))
        .hasMessage("86 images held out leave none of 86 to train on");
  }

  @Test
  void shouldReadAFoldAsItIsWritten() {
    assertThat(Fold.parse("3/5")).isEqualTo(new Fold(3, 5)).hasToString("3/5");
    for (String wrong : List.of("", "3", "0/5", "6/5", "1/1", "-1/2", "1/2/3")) {
      assertThatThrownBy(() -> Fold.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void assertNoGroupIsParted(Split split, int[] groups) {
    Set<Integer> seen = new HashSet<>();
    for (ImageSet part : parts(split)) {
      Set<Integer> here = new HashSet<>();
      numbers(part).forEach(image -> here.add(groups[image]));
      assertThat(seen).doesNotContainAnyElementsOf(here);
      seen.addAll(here);
    }
  }

  private static List<ImageSet> parts(Split split) {
    return List.of(split.train(), split.validation(), split.profile(), split.test());
  }

  private static List<Integer> all(Split split) {
    return parts(split).stream().flatMap(part -> numbers(part).stream()).toList();
  }

  /** Images of one pixel whose value is their number. */
  private static ImageSet numbered(int first, int count) {
    byte[] pixels = new byte[count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      pixels[i] = (byte) (first + i);
      labels[i] = (first + i) % 10;
    }
    return new ImageSet(1, 1, pixels, labels);
  }

  private static List<Integer> numbers(ImageSet set) {
    return IntStream.range(0, set.count()).mapToObj(i -> (int) set.image(i)[0]).toList();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
