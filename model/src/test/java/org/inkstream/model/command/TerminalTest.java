package org.inkstream.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {

  @Test
  void shouldReadRowsBeforeColumns() {
    assertThat(Terminal.parse("24 80\n")).contains(new Terminal.Size(80, 24));
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"0 0", "24", "24 x", "-1 80", "999999 80"})
  void shouldKnowNoSizeWhereThereIsNone(String answer) {
    assertThat(Terminal.parse(answer)).isEmpty();
  }
}
