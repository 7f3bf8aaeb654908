package org.inkstream.model.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardTest {

  @Test
  void shouldTakeTextOfAnyWriting() {
    String text = "# Card\n\n| α | щ |\n| 数\t| 99.9 % |\n𝟘 – “ok”\n";

    assertThat(new ModelCard(text).text()).isEqualTo(text);
    assertThat(ModelCard.of(text.getBytes(UTF_8))).isEqualTo(ModelCard.showing(text));
  }

  @ParameterizedTest
  @CsvSource({
    "001B", // begins what terminals obey
    "009B", // the same in one character
    "0007", "0008", "000D", "0000", "007F", "202E", // turns the direction of writing
    "2066", "200B", "FEFF", "2028", "2029", "E000", "0378",
  })
  void shouldRefuseWhatIsNotForShowing(String hexadecimal) {
    int character = Integer.parseInt(hexadecimal, 16);
    String text = "one\ntwo " + Character.toString(character) + "[31m\n";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelCard(text))
        .withMessage("line 2 has U+" + hexadecimal + ", which is not for showing");
    assertThatIllegalArgumentException().isThrownBy(() -> ModelCard.of(text.getBytes(UTF_8)));
    assertThat(ModelCard.showing(text).text()).isEqualTo("one\ntwo \uFFFD[31m\n");
  }

  @Test
  void shouldRefuseHalvesOfCharactersAndWhatIsNoUtf8() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelCard("a\uD800"))
        .withMessage("line 1 has U+D800, which is not for showing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelCard.of(new byte[] {'a', (byte) 0xC3}))
        .withMessage("no UTF-8");
    assertThat(ModelCard.showing("a\uD800").text()).isEqualTo("a\uFFFD");
  }

  @Test
  void shouldBeBounded() {
    String most = "ü".repeat(ModelCard.MOST_BYTES / 2);

    assertThat(new ModelCard(most).bytes()).hasSize(ModelCard.MOST_BYTES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelCard(most + "."))
        .withMessage("65537 bytes, a card has 65536 at most");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelCard.of(new byte[ModelCard.MOST_BYTES + 1]));
  }

  @Test
  void shouldEndEarlyWhatIsTooLong() {
    ModelCard card = ModelCard.showing("数".repeat(ModelCard.MOST_BYTES));

    assertThat(card.text()).startsWith("数数").endsWith("数\n(cut short)\n");
    assertThat(card.bytes().length).isBetween(ModelCard.MOST_BYTES - 3, ModelCard.MOST_BYTES);
  }
}
