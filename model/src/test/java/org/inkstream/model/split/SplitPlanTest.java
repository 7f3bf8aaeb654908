package org.inkstream.model.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.inkstream.model.idx.ImageSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SplitPlanTest {

  private static final ImageSet PUBLISHED = numbered(0, 60);
  private static final ImageSet TEST = numbered(60, 10);

  @ParameterizedTest
  @EnumSource(names = {"OFFICIAL", "SHUFFLED"})
  void shouldUseEveryImageExactlyOnce(SplitRule rule) {
    Split split = new SplitPlan(rule, 7, 8, 5).apply(PUBLISHED, TEST);

    assertThat(split.train().count()).isEqualTo(47);
    assertThat(split.validation().count()).isEqualTo(8);
    assertThat(split.profile().count()).isEqualTo(5);
    assertThat(split.test().count()).isEqualTo(10);
    List<Integer> all = new ArrayList<>();
    for (ImageSet part :
        List.of(split.train(), split.validation(), split.profile(), split.test())) {
      all.addAll(numbers(part));
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 70).boxed().toList());
  }

  @ParameterizedTest
  @EnumSource(names = {"OFFICIAL", "SHUFFLED"})
  void shouldKeepImagesWithTheirLabels(SplitRule rule) {
    Split split = new SplitPlan(rule, 7, 8, 5).apply(PUBLISHED, TEST);

    for (int i = 0; i < split.train().count(); i++) {
      assertThat(split.train().label(i)).isEqualTo(split.train().image(i)[0] % 10);
    }
  }

  @Test
  void shouldLeaveThePublishedTestImagesAloneWhenOfficial() {
    Split split = new SplitPlan(SplitRule.OFFICIAL, 7, 8, 5).apply(PUBLISHED, TEST);

    assertThat(split.test()).isEqualTo(TEST);
  }

  @Test
  void shouldMixPublishedTrainingAndTestImagesWhenShuffled() {
    Split split = new SplitPlan(SplitRule.SHUFFLED, 7, 8, 5).apply(PUBLISHED, TEST);

    assertThat(numbers(split.test())).anyMatch(n -> n < 60);
    assertThat(numbers(split.train())).anyMatch(n -> n >= 60);
  }

  @ParameterizedTest
  @EnumSource(names = {"OFFICIAL", "SHUFFLED"})
  void shouldGiveTheSamePartsForTheSameSeedAndOthersForAnother(SplitRule rule) {
    SplitPlan plan = new SplitPlan(rule, 7, 8, 5);

    assertThat(plan.apply(PUBLISHED, TEST)).isEqualTo(plan.apply(PUBLISHED, TEST));
    assertThat(numbers(plan.apply(PUBLISHED, TEST).profile()))
        .isNotEqualTo(numbers(new SplitPlan(rule, 8, 8, 5).apply(PUBLISHED, TEST).profile()));
  }

  @ParameterizedTest
  @EnumSource(names = {"OFFICIAL", "SHUFFLED"})
  void shouldKeepProfileAndTestWhenTheValidationPartGrows(SplitRule rule) {
    Split small = new SplitPlan(rule, 7, 8, 5).apply(PUBLISHED, TEST);
    Split large = new SplitPlan(rule, 7, 20, 5).apply(PUBLISHED, TEST);

    assertThat(large.profile()).isEqualTo(small.profile());
    assertThat(large.test()).isEqualTo(small.test());
  }

  @Test
  void shouldSplitAlikeOnEveryJavaVersion() {
    Split split = new SplitPlan(SplitRule.SHUFFLED, 7, 8, 5).apply(PUBLISHED, TEST);

    // From java.util.Random's specified generator, reimplemented in Python.
    assertThat(numbers(split.profile())).containsExactly(32, 48, 11, 44, 9);
  }

  @Test
  void shouldRefuseToLeaveNothingToTrainOn() {
    assertThatThrownBy(() -> new SplitPlan(SplitRule.OFFICIAL, 7, 50, 10).apply(PUBLISHED, TEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("validation 50 and profile 10 leave none of 60 images to train on");
  }

  @Test
  void shouldLeaveStratifiedPartsToAParting() {
    SplitPlan plan = new SplitPlan(SplitRule.STRATIFIED, 7, 8, 5);

    assertThatThrownBy(() -> plan.apply(PUBLISHED, TEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a stratified split is made by a Parting");
  }

  @Test
  void shouldGiveEachPartItsDigest() {
    Split split = new SplitPlan(SplitRule.OFFICIAL, 7, 8, 5).apply(PUBLISHED, TEST);

    assertThat(split.digests())
        .containsEntry("test", TEST.digest())
        .containsEntry("train", split.train().digest())
        .hasSize(4);
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
}
