package org.inkstream.streams.produce;

import static java.util.regex.Pattern.quote;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inkstream.model.command.CommandProcess;
import org.inkstream.model.corruption.Corruption;
import org.inkstream.model.corruption.Fgsm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProduceCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --limit 0          | --limit is 0, must be 1 or more
          --rate=-5          | --rate is -5, must be 0 or more
          --rate NaN         | --rate is NaN, must be 0 or more
          --part all         | --part: 'all' is neither train, test nor stream
          --split-seed 1     | --split-seed needs --part stream
          --encoding gif     | --encoding: 'gif' is none of gray8, png, jpeg
          --partitions 0     | --partitions is 0, must be 1 or more
          --corrupt frost:3  | --corrupt: corruption 'frost:3': no such kind; allowed: rotate, translate
          --corrupt noise    | --corrupt: corruption 'noise': SIGMA must be a number
          --corrupt fgsm     | --corrupt: corruption 'fgsm': EPSILON must be a number from 0 to 255
          --corrupt fgsm:8   | --corrupt fgsm needs --against, the bundle whose network is attacked
          --against a.bundle | --against needs --corrupt fgsm:EPSILON
          --corrupt drop-class:10   | --corrupt: corruption 'drop-class:10': the images have the classes 0 to 9
          --corrupt only-class:12@0.5 | --corrupt: corruption 'only-class:12@0.5': the images have the classes 0 to 9
          --corrupt-after 5  | --corrupt-after needs --corrupt
          --corrupt-fraction 1              | --corrupt-fraction needs --corrupt
          --corrupt fog --corrupt-fraction 2 | --corrupt-fraction is 2, must be 0 to 1
          --corrupt fog --corrupt-after -1  | --corrupt-after is -1, must be 0 or more
          """)
  void shouldRefuseWrongUsageInOneLine(String options, String message) {
    int exitCode = execute(("--data mnist " + options).split(" "));

    assertThat(exitCode).isEqualTo(2);
    assertThat(err.toString()).startsWith("inkstream: " + message).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void shouldNameAllThatIsWrongInOneLine() {
    String options =
        "--data mnist --limit none --rate -1 --part all --partitions 0 --corrupt frost:3 --corrupt"
            + " fog --corrupt noise --corrupt-fraction 1e1 --against a.bundle";

    assertThat(execute(options.split(" "))).isEqualTo(2);
    assertThat(err.toString())
        .hasLineCount(1)
        .contains("--limit is none, must be a whole number; ")
        .contains("--part: 'all' is neither train, test nor stream; ")
        .contains("--rate is -1, must be 0 or more; --partitions is 0, must be 1 or more; ")
        .contains("corruption 'frost:3': no such kind", "corruption 'noise': SIGMA must be")
        .contains("--against needs --corrupt fgsm:EPSILON; --corrupt-fraction is 1e1, must be");
  }

  @Test
  void shouldSayWhichClassesThereAreToDrop(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("greek.csv"), "α,1\nβ:2,2\n");

    assertThat(execute("--data", "" + file, "--corrupt", "drop-class:γ:0.5@0.1")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "the data has no test part; sending all of it",
            "--corrupt: corruption 'drop-class:γ:0.5@0.1': LABEL must be a class's label or its"
                + " number, FRACTION a number from 0 to 1; the form is drop-class:LABEL[:FRACTION];"
                + " the images have the classes 0 to 1 (α, β:2)");
  }

  @Test
  void shouldRequireData() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("--data");
  }

  @Test
  void shouldSayInOneLineWhatDataIsMissing() {
    int exitCode = execute("--data", "/no/such/place");

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("inkstream: cannot read the data: /no/such/place: no such directory or file")
        .hasLineCount(1);
  }

  @Test
  void shouldSayInOneLineWhatBundleIsMissing() {
    int exitCode =
        execute("--data", "mnist", "--corrupt", "fgsm:8", "--against", "/no/such.bundle");

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("inkstream: --against: cannot use /no/such.bundle: no such file")
        .hasLineCount(1);
  }

  @Test
  void shouldNameEveryCorruptionInItsHelp() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString()).contains(Corruption.forms()).contains(Fgsm.FORM);
  }

  @Test
  void shouldSayInItsHelpWhatAKindAloneMeans() {
    execute("--help");

    for (Corruption corruption : Corruption.mnistC().values()) {
      String[] parts = corruption.toString().split(":");
      assertThat(out.toString())
          .containsPattern(" " + parts[0] + "\\[:.*\\(" + quote(parts[1]) + "\\)");
    }
  }

  private int execute(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "produce";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandProcess.commandLine(List.of(new ProduceCommand()), false)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
