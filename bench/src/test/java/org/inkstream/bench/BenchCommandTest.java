package org.inkstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.inkstream.model.command.CommandProcess;
import org.junit.jupiter.api.Test;

class BenchCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldRefuseABenchmarkThatThereIsNot() {
    assertThat(run("bench", "speed")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "no benchmark 'speed'; there are [scorer, features, throughput, latency, swap, promotions,"
                + " memory, publish, drift] and all");
  }

  @Test
  void shouldNameEveryOptionThatIsImpossible() {
    assertThat(run("bench", "--rounds", "0", "--seconds", "0", "--warmup", "-1", "--rate", "200,0"))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--rounds is 0, must be 1 or more")
        .contains("--seconds is 0, must be 1 or more")
        .contains("--warmup is -1, must be 0 or more")
        .contains("--rate is 0, must be 1 to 1000000");
  }

  @Test
  void shouldRefuseABundleThatCannotBeRead() {
    assertThat(run("bench", "scorer", "--bundle-mlp", "no-such-file")).isEqualTo(2);
    assertThat(err.toString()).contains("--bundle-mlp: cannot read 'no-such-file'");
  }

  private int run(String... arguments) {
    return CommandProcess.commandLine(List.of(new BenchCommand()), false)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
