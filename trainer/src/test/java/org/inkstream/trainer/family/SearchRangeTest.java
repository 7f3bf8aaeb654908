package org.inkstream.trainer.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SearchRangeTest {

  private static final int DRAWS = 2_000;

  @ParameterizedTest
  @EnumSource
  void shouldDrawWhatTheSettingAllows(ModelFamily family) {
    assertThat(family.ranges()).isNotEmpty();
    for (SearchRange range : family.ranges()) {
      Setting setting = setting(family, range.setting());
      assertThat(draws(range)).as(range.setting()).allMatch(setting.fine());
      // A range that is told can be typed.
      assertThat(SearchRange.parse(setting, range.toString())).isEqualTo(range);
    }
  }

  @Test
  void shouldDrawWideNumbersByTheirMagnitude() {
    SearchRange range = parse(ModelFamily.MLP, "learningRate", "0.0001..0.1");

    // Evenly in the logarithm: a third of the draws in each of three magnitudes, within four
    // standard deviations (4 sqrt(2000 / 3 * 2 / 3) = 84).
    long lowest =
        draws(range).stream().mapToDouble(Double::parseDouble).filter(x -> x < 0.001).count();
    long highest =
        draws(range).stream().mapToDouble(Double::parseDouble).filter(x -> x >= 0.01).count();
    assertThat(lowest).isBetween(582L, 751L);
    assertThat(highest).isBetween(582L, 751L);
  }

  @Test
  void shouldDrawNarrowNumbersEvenlyAndWholeOnesWithoutFraction() {
    SearchRange range = parse(ModelFamily.TREE, "leaf", "5..25");

    List<String> drawn = draws(range);
    assertThat(drawn).allMatch(text -> text.matches("[0-9]+"));
    assertThat(drawn.stream().mapToInt(Integer::parseInt).summaryStatistics())
        .satisfies(
            leaves -> {
              assertThat(leaves.getMin()).isEqualTo(5);
              assertThat(leaves.getMax()).isEqualTo(25);
              // The mean of 2,000 has a standard deviation of 0.13.
              assertThat(leaves.getAverage()).isBetween(14.5, 15.5);
            });
  }

  @Test
  void shouldDrawEachWord() {
    SearchRange range = parse(ModelFamily.MLP, "hidden", "64|256,128|512");

    assertThat(draws(range)).containsOnly("64", "256,128", "512");
  }

  @ParameterizedTest
  @CsvSource({
    "TREE, leaf, 0..5, 'leaf is 0..5, each value must be 1 to 1048576'",
    "TREE, leaf, 9..5, 'leaf is 9..5, must be from a lower number to a higher one'",
    "TREE, leaf, 0.5..5, 'leaf is 0.5..5, each value must be 1 to 1048576'",
    "TREE, criterion, gini|luck, 'criterion is gini|luck, each value must be one of gini, entropy'",
    "TREE, criterion, gini..entropy,"
        + " 'criterion is gini..entropy, but its values are words; they have | between them'",
    "MLP, l2, '', 'l2 is , each value must be a number from 0.0 to 1000000.0'"
  })
  void shouldSayWhatIsWrongWithARange(
      ModelFamily family, String name, String text, String message) {
    assertThatThrownBy(() -> parse(family, name, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static SearchRange parse(ModelFamily family, String name, String text) {
    return SearchRange.parse(setting(family, name), text);
  }

  private static Setting setting(ModelFamily family, String name) {
    return family.settings().stream()
        .filter(setting -> setting.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> draws(SearchRange range) {
    Random random = new Random(4);
    return Stream.generate(() -> range.draw(random)).limit(DRAWS).toList();
  }
}
