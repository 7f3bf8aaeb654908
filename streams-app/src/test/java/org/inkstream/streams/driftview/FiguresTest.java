package org.inkstream.streams.driftview;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.0000",
    "0.13, 0.1300",
    "-0.13, -0.1300",
    "1.23456, 1.235",
    "12.3456, 12.35",
    "123.456, 123.5",
    "12345.6, 12346",
    "1234567, 1.23e+06",
    "0.000123, 1.23e-04",
    "NaN, -",
    "Infinity, inf",
    "-Infinity, -inf"
  })
  void shouldFitNumbersIntoAColumn(double value, String text) {
    assertThat(Figures.number(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.126, 0.13",
    "-0.001, 0.00",
    "-0.126, -0.13",
    "123.4, 123",
    "NaN, -",
    "Infinity, inf"
  })
  void shouldRoundEffects(double value, String text) {
    assertThat(Figures.effect(value)).isEqualTo(text);
  }
}
