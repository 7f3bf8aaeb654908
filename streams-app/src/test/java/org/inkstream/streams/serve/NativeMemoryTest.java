package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeMemoryTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "2048, 2048", "3k, 3072", "512m, 536870912", "2G, 2147483648"})
  void shouldReadSizes(String text, long bytes) {
    assertThat(NativeMemory.parse(text)).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5g", "m", "1 g", "1t", "99999999999g", "9999999999999"})
  void shouldNotReadWhatIsNoSize(String text) {
    assertThat(NativeMemory.parse(text)).isEmpty();
  }

  @Test
  void shouldTakeAQuarterAndNoMoreThanTheLibraryMay() {
    assertThat(NativeMemory.usual(8_000, 0)).isEqualTo(2_000);
    assertThat(NativeMemory.usual(8_000, 400)).isEqualTo(400);
    assertThat(NativeMemory.usual(8_000, 4_000)).isEqualTo(2_000);
    assertThat(NativeMemory.usual()).isPositive();
  }
}
