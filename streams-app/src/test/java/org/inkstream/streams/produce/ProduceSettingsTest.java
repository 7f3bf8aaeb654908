package org.inkstream.streams.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.inkstream.schemas.ImageEncoding;
import org.junit.jupiter.api.Test;

class ProduceSettingsTest {

  private final ProduceSettings settings = ProduceSettings.of("scanner", "r1");

  @Test
  void shouldChangeOneThingAtATime() {
    assertThat(
            settings
                .encodedAs(ImageEncoding.PNG)
                .labelled(true)
                .shuffled(true)
                .repeated(true)
                .limitedTo(5)
                .atRate(2.5)
                .seeded(7))
        .isEqualTo(
            new ProduceSettings("scanner", "r1", ImageEncoding.PNG, true, true, true, 5, 2.5, 7));
  }

  @Test
  void shouldRefuseWhatCannotBeSent() {
    assertThatThrownBy(() -> settings.limitedTo(0)).hasMessage("limit 0 is less than 1");
    assertThatThrownBy(() -> settings.atRate(-1)).hasMessageStartingWith("rate -1.0 is negative");
    assertThatThrownBy(() -> settings.atRate(Double.NaN)).hasMessageStartingWith("rate NaN");
    assertThatThrownBy(() -> settings.encodedAs(ImageEncoding.UNKNOWN))
        .hasMessage("encoding UNKNOWN");
    assertThatThrownBy(() -> ProduceSettings.of(" ", "r1")).hasMessageStartingWith("source");
    assertThatThrownBy(() -> ProduceSettings.of("a\nb", "r1")).hasMessageStartingWith("source");
    assertThatThrownBy(() -> ProduceSettings.of("a", "r-1")).hasMessageStartingWith("run 'r-1'");
  }
}
