package org.inkstream.bench.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.inkstream.model.command.CommandFailure;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {

  @Test
  void shouldReadWhatLinuxSays() {
    List<String> status = List.of("Name:\tjava", "VmHWM:\t  700000 kB", "VmRSS:\t  592456 kB");

    // 592456 times 1024 bytes.
    assertThat(ResidentMemory.megabytes(status)).isCloseTo(606.674944, within(1e-9));
  }

  @Test
  void shouldFailWhereItIsNotSaid() {
    assertThatExceptionOfType(CommandFailure.class)
        .isThrownBy(() -> ResidentMemory.megabytes(List.of("Name:\tjava")))
        .withMessageContaining("VmRSS");
  }
}
