package org.inkstream.trainer.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {

  @ParameterizedTest
  @EnumSource
  void shouldHaveDefaultsThatAreWithinTheirBounds(ModelFamily family) {
    assertThat(family.settings())
        .isNotEmpty()
        .allMatch(setting -> setting.fine().test(setting.byDefault()));
    assertThat(family.recipe(false, Map.of()).family()).isEqualTo(family.toString());
    assertThat(family.recipe(true, Map.of()).family()).isEqualTo(family.toString());
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellABundleEverySetting(ModelFamily family) {
    Map<String, String> told = family.recipe(false, Map.of()).settings();

    family
        .settings()
        .forEach(setting -> assertThat(told).containsEntry(setting.name(), setting.byDefault()));
  }

  @ParameterizedTest
  @CsvSource({
    "TREE, leaf, 0, '--set leaf is 0, must be 1 to 1048576'",
    "TREE, leaf, many, '--set leaf is many, must be 1 to 1048576'",
    "TREE, depth, 201, '--set depth is 201, must be 1 to 200'",
    "TREE, criterion, luck, '--set criterion is luck, must be one of gini, entropy'",
    "FOREST, smoothing, NaN, '--set smoothing is NaN, must be a number from 0.0 to 100.0'",
    "SVM, gamma, -1, '--set gamma is -1, must be a number from 1.0E-6 to 1000.0'",
    "MLP, dropout, 1, '--set dropout is 1, must be 0 or more and below 1'",
    "MLP, augment, maybe, '--set augment is maybe, must be one of true, false'",
    "MLP, hidden, '256,', "
        + "'--set hidden is 256,, must be 1 to 8 sizes of 1 to 4096, with commas between them'",
    "RESNET, hidden, '8,8,8,8,8', "
        + "'--set hidden is 8,8,8,8,8, must be 1 to 4 sizes of 1 to 256, with commas between them'",
    "SOFTMAX, hidden, 32, '--set hidden: softmax has no such setting; it has epochs, batch,"
        + " learningRate, warmUp, dropout, averaging, l2, augment, mirror, patience'"
  })
  void shouldSayWhatIsWrongWithASetting(
      ModelFamily family, String name, String value, String message) {
    assertThat(Settings.problems("--set ", family, Map.of(name, value))).containsExactly(message);
  }

  @Test
  void shouldSayEverythingThatIsWrongAtOnce() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("leaf", "0");
    values.put("depth", "0");

    assertThatThrownBy(() -> ModelFamily.TREE.recipe(false, values))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "setting leaf is 0, must be 1 to 1048576; setting depth is 0, must be 1 to 200");
  }

  @Test
  void shouldPreferWhatIsSetToWhatIsQuick() {
    assertThat(ModelFamily.MLP.recipe(true, Map.of("augment", "true")).settings())
        .containsEntry("epochs", "3")
        .containsEntry("augment", "true");
  }
}
