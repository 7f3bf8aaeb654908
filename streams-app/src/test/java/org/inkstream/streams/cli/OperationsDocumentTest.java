package org.inkstream.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.command.CommandProcess;
import org.inkstream.model.image.RejectionReason;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What an operator meets is in docs/operations.md. */
class OperationsDocumentTest {

  private static String document;

  @BeforeAll
  static void read() throws IOException {
    document = Files.readString(Path.of("../docs/operations.md"));
  }

  static Stream<String> optionsOfThisModule() {
    return CommandProcess.commandLine(InkstreamMain.commands(), false)
        .getSubcommands()
        .values()
        .stream()
        .flatMap(OperationsDocumentTest::withSubcommands)
        .flatMap(command -> command.getCommandSpec().options().stream())
        .filter(option -> !option.usageHelp() && !option.versionHelp() && !option.hidden())
        .map(option -> option.names()[0])
        .distinct();
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream()
            .flatMap(OperationsDocumentTest::withSubcommands));
  }

  static Stream<String> topics() {
    return new Topics("").all().stream().map(Topic::name);
  }

  @ParameterizedTest
  @MethodSource("optionsOfThisModule")
  void shouldTellOfEveryOption(String option) {
    assertThat(document).containsPattern("[` ]" + option + "[` ]");
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldTellHowToCreateEveryTopic(String topic) {
    assertThat(document).containsPattern("\\| `" + topic.replace(".", "\\.") + "` \\| (N|\\*\\*1)");
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellWhatToDoAboutADeadLetter(RejectionReason reason) {
    assertThat(document).contains("| `" + reason + "` |");
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellWhatToDoAboutARefusal(RefusalReason reason) {
    assertThat(document).contains("| `" + reason + "` |");
  }

  @Test
  void shouldKnowOfReasonsInTheTablesOnly() {
    // A reason in a table that no code gives would send an operator after nothing.
    Stream<String> known =
        Stream.concat(
                Arrays.stream(RejectionReason.values()), Arrays.stream(RefusalReason.values()))
            .map(Enum::name);

    assertThat(
            document
                .lines()
                .filter(
                    line -> line.matches("\\| `[A-Z_]+` \\|.*") && !line.contains("`INKSTREAM_"))
                .map(line -> line.split("`")[1])
                .filter(name -> !name.equals("OMP_NUM_THREADS") && !name.equals("JAVA_HOME")))
        .containsExactlyInAnyOrderElementsOf(known.toList());
  }
}
