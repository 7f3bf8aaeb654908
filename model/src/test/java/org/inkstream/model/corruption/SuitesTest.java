package org.inkstream.model.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuitesTest {

  @Test
  void shouldNameTheKindsOfMnistC() {
    assertThat(Corruption.mnistC().keySet())
        .containsExactly(
            "shot-noise",
            "impulse-noise",
            "glass-blur",
            "motion-blur",
            "shear",
            "scale",
            "rotate",
            "brightness",
            "translate",
            "stripe",
            "fog",
            "spatter",
            "dotted-line",
            "zigzag",
            "canny-edges");
    assertThat(Corruption.mnistC())
        .allSatisfy((name, corruption) -> assertThat(corruption.toString()).startsWith(name + ":"));
  }

  @Test
  void shouldNameTheShiftsOfFailingLoudly() {
    Map<String, String> shifts = new LinkedHashMap<>();
    Corruption.failingLoudly(0.1).forEach((name, all) -> shifts.put(name, all.toString()));

    assertThat(shifts)
        .containsExactly(
            entry("gaussian-small", "[gaussian:small@0.1]"),
            entry("gaussian-medium", "[gaussian:medium@0.1]"),
            entry("gaussian-large", "[gaussian:large@0.1]"),
            entry("image-small", "[image:small@0.1]"),
            entry("image-medium", "[image:medium@0.1]"),
            entry("image-large", "[image:large@0.1]"),
            entry("knock-out", "[drop-class:0@0.1]"),
            entry("image-medium+knock-out", "[image:medium@0.5, drop-class:0@0.1]"),
            entry("only-zero+image-medium", "[only-class:0, image:medium@0.1]"));
    assertThat(Corruption.failingLoudly(1).get("image-large")).hasToString("[image:large]");
  }
}
