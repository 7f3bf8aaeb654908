package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inkstream.model.command.CommandProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

  private final StringWriter errors = new StringWriter();

  @Test
  void shouldNameEveryWrongOptionInOneLine() {
    int exitCode =
        run(
            "serve",
            "--threads=0",
            "--commit-interval=0",
            "--max-batch=5000",
            "--probation=soon",
            "--bootstrap-servers=nowhere",
            "--linger=0",
            "--drift-window=0",
            "--labels-within=-1",
            "--drift-sample=1.5",
            "--partitions=0",
            "--http-port=70000",
            "--model-memory=lots",
            "--trusted-keys=nosuch",
            "--keep-previous=-1",
            "--missing-version=guess",
            "--http-token-file=no-such-file",
            "--guarantee=sometimes");

    assertThat(exitCode).isEqualTo(2);
    assertThat(errors.toString().strip().lines()).hasSize(1);
    assertThat(errors.toString())
        .contains("--threads is 0")
        .contains("--commit-interval is 0")
        .contains("--max-batch is 5000")
        .contains("--linger is 0")
        .contains("--probation is soon, must be a whole number")
        .contains("--bootstrap-servers: 'nowhere' is not HOST:PORT")
        .contains("--drift-window is 0")
        .contains("--labels-within is -1")
        .contains("--drift-sample is 1.5")
        .contains("--partitions is 0")
        .contains("--http-port is 70000")
        .contains("--model-memory is lots, must be a size such as 512m or 2g")
        .contains("--trusted-keys: cannot list nosuch: there is no such folder")
        .contains("--keep-previous is -1")
        .contains("--missing-version is guess")
        .contains("--http-token-file: cannot read 'no-such-file'")
        .contains("--guarantee is sometimes");
  }

  @Test
  void shouldNotTakeANumberThatIsNone() {
    assertThat(run("serve", "--max-batch=many")).isEqualTo(2);
    assertThat(errors.toString()).contains("--max-batch").contains("many");
  }

  @Test
  void shouldNotTakeASampleOfLessThanNothing() {
    assertThat(run("serve", "--drift-sample=-0.1")).isEqualTo(2);
    assertThat(errors.toString()).contains("--drift-sample is -0.1, must be 0 to 1");
  }

  @Test
  void shouldTakeNoTokenThatCanBeGuessed(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "0123456789abcde\n");

    assertThat(run("serve", "--http-token-file=" + file)).isEqualTo(2);
    assertThat(errors.toString()).contains("shorter than 16 characters").doesNotContain("0123");
  }

  private int run(String... arguments) {
    return CommandProcess.commandLine(List.of(new ServeCommand()), false)
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }
}
