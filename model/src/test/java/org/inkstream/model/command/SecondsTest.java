package org.inkstream.model.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class SecondsTest {

  private final CommandSpec command = new CommandLine(CommandSpec.create()).getCommandSpec();

  @Test
  void shouldTakeFractionsAndDays() {
    assertThat(Seconds.fromZero(command, "--wait", "0")).isEqualTo(Duration.ZERO);
    assertThat(Seconds.fromZero(command, "--wait", "0.0305")).isEqualTo(Duration.ofMillis(31));
    assertThat(Seconds.fromZero(command, "--wait", "86400")).isEqualTo(Duration.ofDays(1));
    assertThat(Seconds.aboveZero(command, "--dead-after", "1.5"))
        .isEqualTo(Duration.ofMillis(1500));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-0.001", "86400.001", "1e9", "NaN", "Infinity", "soon", ""})
  void shouldTakeNothingElse(String seconds) {
    assertThatThrownBy(() -> Seconds.fromZero(command, "--wait", seconds))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--wait is " + seconds + ", must be 0 to 86400 seconds");
    assertThatThrownBy(() -> Seconds.aboveZero(command, "--dead-after", seconds))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--dead-after is " + seconds + ", must be more than 0, to 86400 seconds");
  }

  @Test
  void shouldNotTakeZeroWhereItMeansNothing() {
    assertThatThrownBy(() -> Seconds.aboveZero(command, "--dead-after", "0"))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--dead-after is 0, must be more than 0, to 86400 seconds");
  }
}
