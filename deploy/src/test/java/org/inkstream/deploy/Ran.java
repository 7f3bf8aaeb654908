package org.inkstream.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command as a process of its own, from the class path of the tests. */
record Ran(Process process, Path file) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Starts a command that talks to a broker. */
  static Ran start(Class<?> main, SecuredBroker broker, Path folder, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Dinkstream.home=" + Path.of("..").toAbsolutePath().normalize());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-Dorg."))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "output-", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("INKSTREAM_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    builder.environment().put("INKSTREAM_LOG_LEVEL", "INFO");
    return new Ran(builder.start(), output);
  }

  /** Waits for its end; fails if it does not come, or with another exit code. */
  void ends(int code) throws Exception {
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      close();
    }
    assertThat(ended).as(output()).isTrue();
    assertThat(process.exitValue()).as(output()).isEqualTo(code);
  }

  /** As {@code kill}. */
  void stops() throws Exception {
    process.destroy();
    ends(0);
  }

  /** The status of its answer to a GET. */
  int status(String path) throws Exception {
    Matcher root = Pattern.compile("(http://\\S+)/health/ready").matcher(output());
    assertThat(root.find()).as(output()).isTrue();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(root.group(1) + path)).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Everything it wrote. */
  String output() throws IOException {
    return Files.readString(file);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
