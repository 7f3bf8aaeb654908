package org.inkstream.streams.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** In a JVM of its own, which the build has unpacked to {@code target/apicurio}. */
final class ApicurioProcess implements ApicurioServer {

  private final Path folder;
  private final int port;
  private Process process;

  /**
   * Not started.
   *
   * @param folder of its data and its log
   */
  ApicurioProcess(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  @Override
  public void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.http.port=" + port,
            "-jar",
            runner().toString());
    builder.environment().putAll(ApicurioRegistry.storage(folder.resolve("data").toAbsolutePath()));
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
            .start();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public String log() throws IOException {
    return Files.readString(logFile());
  }

  @Override
  public void remove() {
    try {
      stop();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Path logFile() {
    return folder.resolve("apicurio.log");
  }

  private static Path runner() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target", "apicurio"))) {
      List<Path> found = files.filter(file -> file.toString().endsWith("-runner.jar")).toList();
      if (found.size() != 1) {
        throw new AssertionError("one runner is expected in target/apicurio, found " + found);
      }
      return found.get(0);
    }
  }
}
