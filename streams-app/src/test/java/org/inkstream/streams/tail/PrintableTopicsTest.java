package org.inkstream.streams.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.inkstream.model.topic.Topics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class PrintableTopicsTest {

  static Stream<String> names() {
    return new PrintableTopics(new Topics("x.")).names().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldBeNamedInTheHelp(String name) {
    String help = new CommandLine(new TailCommand()).getUsageMessage().replaceAll("\\s+", " ");

    assertThat(List.of(help.split("[ ,.]*( |$)"))).contains(name);
  }
}
