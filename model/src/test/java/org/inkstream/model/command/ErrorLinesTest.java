package org.inkstream.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ErrorLinesTest {

  /** Fails as it is told. */
  @Command(name = "fail")
  static final class Failing implements Callable<Integer> {
    private final Exception failure;

    @Option(names = "--number")
    private int number;

    @Option(names = "--share")
    private Double share;

    @Option(names = "--sizes", split = ",")
    private List<Integer> sizes;

    Failing(Exception failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      throw failure;
    }
  }

  private final StringWriter err = new StringWriter();
  private final StringWriter out = new StringWriter();

  @Test
  void shouldShowAFailureInItsOwnWordsOnly() {
    int code = run(new CommandFailure("the file is empty", new IOException("eof")), false, "fail");

    assertThat(code).isEqualTo(1);
    assertThat(err).hasToString("inkstream: the file is empty\n");
    assertThat(out).hasToString("");
  }

  @Test
  void shouldShowAnUnforeseenErrorAsOneLineWithItsType() {
    int code =
        run(
            new IllegalStateException("first\nsecond", new IOException("disk full")),
            false,
            "fail");

    assertThat(code).isEqualTo(1);
    assertThat(err).hasToString("inkstream: IllegalStateException: first second: disk full\n");
  }

  @Test
  void shouldLookThroughWrappers() {
    assertThat(ErrorLines.describe(new ExecutionException(new CommandFailure("inner"))))
        .isEqualTo("inner");
    assertThat(
            ErrorLines.describe(
                new CompletionException(new ExecutionException(new TimeoutException("60 s")))))
        .isEqualTo("Kafka did not answer in time: 60 s");
    assertThat(ErrorLines.describe(new NullPointerException())).isEqualTo("NullPointerException");
    assertThat(ErrorLines.describe(new IOException("a: b", new IOException("b"))))
        .isEqualTo("IOException: a: b");
  }

  @Test
  void shouldSayInOurWordsWhatANumberMustBe() {
    assertThat(run(new CommandFailure("no"), false, "fail", "--number", "x")).isEqualTo(2);
    assertThat(err)
        .hasToString(
            "inkstream: --number is x, must be a whole number (see ./inkstream fail --help)\n");
    err.getBuffer().setLength(0);
    run(new CommandFailure("no"), false, "fail", "--number=99999999999");
    assertThat(err.toString()).contains("is 99999999999, must be a whole number that is not so");
    err.getBuffer().setLength(0);
    run(new CommandFailure("no"), false, "fail", "--number=1", "--share", "half", "--sizes=1,b");
    assertThat(err.toString())
        .contains("--share is half, must be a number; --sizes is b, must be a whole number (see");
  }

  @Test
  void shouldAddTheStackTraceForDebugging() {
    run(new CommandFailure("no"), true, "fail");

    assertThat(err.toString()).startsWith("inkstream: no\n").contains("\tat ");
  }

  @Test
  void shouldAnswerWrongUsageWithTwoAndAHint() {
    int code = run(null, false, "fail", "--number", "x");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("inkstream: ")
        .contains("--number")
        .contains("(see ./inkstream fail --help)")
        .containsOnlyOnce("\n");
  }

  @Test
  void shouldSuggestWhatWasMeant() {
    int code = run(null, false, "fail", "--numbr", "1");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean --number?").containsOnlyOnce("\n");
  }

  @Test
  void shouldGiveEveryCommandHelp() {
    int code = run(null, false, "fail", "--help");

    assertThat(code).isZero();
    assertThat(out.toString()).contains("--number").contains("--help");
    assertThat(err).hasToString("");
  }

  @Test
  void shouldTakeAtSignsAsTheyAre() {
    int code = run(null, false, "fail", "@missing-file");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("@missing-file");
  }

  private int run(Exception failure, boolean debug, String... arguments) {
    return CommandProcess.commandLine(List.of(new Failing(failure)), debug)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
