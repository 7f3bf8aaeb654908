package org.inkstream.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.inkstream.model.command.CommandFailure;

/** A JVM of its own, as its parent sees it: words go in, JSON objects come out, a line each. */
public final class Child implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GRACE_SECONDS = 20;

  private final String name;
  private final Process process;
  private final BufferedReader from;
  private final BufferedWriter to;

  Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.from = process.inputReader(StandardCharsets.UTF_8);
    this.to = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * What the child says next.
   *
   * @throws CommandFailure if it ended instead
   */
  public JsonNode next() {
    try {
      String line = from.readLine();
      if (line == null) {
        throw new CommandFailure("the process of '" + name + "' ended before it was done");
      }
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new CommandFailure("the process of '" + name + "' cannot be heard", e);
    }
  }

  /** Says a word to the child and returns the answer. */
  public JsonNode ask(String word) {
    try {
      to.write(word);
      to.newLine();
      to.flush();
    } catch (IOException e) {
      throw new CommandFailure("the process of '" + name + "' does not listen", e);
    }
    return next();
  }

  /** True while the process lives. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process with a signal that it can answer, and waits for it. */
  public void terminate() {
    process.destroy();
    awaitEnd();
  }

  /** Ends the process: in good order if it was asked to before, by force if need be. */
  @Override
  public void close() {
    try {
      to.close();
    } catch (IOException e) {
      // It has ended already, and with it the pipe.
    }
    awaitEnd();
  }

  void kill() {
    process.destroyForcibly();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
