package org.inkstream.streams.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.inkstream.model.command.CommandFailure;

/** One of Inkstream's commands in a process of its own, as a user would run it. */
final class LaunchedCommand implements AutoCloseable {

  private static final int KILL_SECONDS = 5;

  private final String name;
  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final CompletableFuture<Integer> ended;

  private LaunchedCommand(String name, Process process, Consumer<String> output) {
    this.name = name;
    this.process = process;
    this.ended = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(output), "output-of-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a command.
   *
   * @param launcher path of the launcher
   * @param output receives each line it prints
   */
  static LaunchedCommand start(String launcher, Consumer<String> output, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(launcher);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // The other core is for the stream.
    builder.environment().put("OMP_NUM_THREADS", "1");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return new LaunchedCommand(arguments.get(0), process, output);
    } catch (IOException e) {
      throw new CommandFailure("cannot start " + launcher + ": " + e.getMessage(), e);
    }
  }

  /**
   * True once it has ended well.
   *
   * @throws CommandFailure if it has ended otherwise
   */
  boolean succeeded() {
    if (!ended.isDone()) {
      return false;
    }
    if (ended.join() != 0) {
      synchronized (lines) {
        throw new CommandFailure(
            "./inkstream "
                + name
                + " ended with "
                + ended.join()
                + (lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1)));
      }
    }
    return true;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read(Consumer<String> output) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          lines.add(line);
        }
        output.accept(line);
      }
      ended.complete(process.waitFor());
    } catch (IOException e) {
      // The stream ends with the process, which close() may kill.
      ended.completeExceptionally(new UncheckedIOException(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ended.completeExceptionally(e);
    }
  }
}
