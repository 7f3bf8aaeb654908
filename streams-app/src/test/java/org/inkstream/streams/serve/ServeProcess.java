package org.inkstream.streams.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.inkstream.streams.cli.InkstreamMain;

/** {@code serve} as a process of its own, from the class path of the tests. */
final class ServeProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final Path output;

  private ServeProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts it for a deployment, with more options. */
  static ServeProcess start(Deployment deployment, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-Dorg."))
        .forEach(command::add);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), InkstreamMain.class.getName()));
    command.addAll(List.of("serve", "--bootstrap-servers", deployment.kafka().appServers()));
    command.addAll(List.of("--prefix", deployment.topics().prefix()));
    command.addAll(List.of("--http-port", "0", "--threads", "1", "--max-batch", "32"));
    // The shortest that the broker allows: how long the others wait for one that was killed.
    command.addAll(List.of("--set", "main.consumer.session.timeout.ms=6000"));
    command.addAll(List.of("--set", "main.consumer.heartbeat.interval.ms=2000"));
    command.addAll(List.of("--set", "producer.transaction.timeout.ms=5000"));
    command.addAll(List.of(options));
    try {
      Path output = Files.createTempFile("serve-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      // Shown if the test fails.
      builder.environment().put("INKSTREAM_LOG_LEVEL", "INFO");
      return new ServeProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it answers events. */
  ServeProcess awaitReady() {
    await("to be ready", () -> status("/health/ready") == 200);
    return this;
  }

  /** The status of its answer to a GET, or 0 if it does not answer. */
  int status(String path) {
    return Pages.status(output(), path);
  }

  /** The text of its answer to a GET. */
  String text(String path) {
    return Pages.text(output(), path);
  }

  /** Waits until something holds; fails if the process ends before. */
  void await(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        throw new AssertionError("serve was awaited " + what + "\n" + output());
      }
      Deployment.pause();
    }
  }

  /** As {@code kill -9}: it can do nothing about it. */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** As {@code kill}, SIGTERM: returns the exit code. */
  int terminate() {
    process.destroy();
    return exitCode();
  }

  /** Everything it wrote. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try {
      Files.delete(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int exitCode() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("serve does not end\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
