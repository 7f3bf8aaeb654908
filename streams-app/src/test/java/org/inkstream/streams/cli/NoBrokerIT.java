package org.inkstream.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who forgot to start Kafka; in a process of its own, with its logs. */
class NoBrokerIT {

  @TempDir Path folder;

  @Test
  void shouldSaySoInOneLine() throws Exception {
    String servers = "localhost:" + freePort();

    assertThat(run("tail", "images", "--bootstrap-servers", servers)).isEqualTo(1);

    assertThat(folder.resolve("err"))
        .hasContent("inkstream: no Kafka broker answers at " + servers);
    assertThat(folder.resolve("out")).isEmptyFile();
  }

  @Test
  void shouldSaySoInOneLineForAHostThatDoesNotExist() throws Exception {
    assertThat(run("replay-dead-letters", "--bootstrap-servers", "no-such-host.invalid:9092"))
        .isEqualTo(1);

    assertThat(Files.readAllLines(folder.resolve("err")))
        .singleElement()
        .asString()
        .startsWith("inkstream: no Kafka broker answers at no-such-host.invalid:9092");
  }

  private int run(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InkstreamMain.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocketChannel channel =
        ServerSocketChannel.open().bind(new InetSocketAddress("localhost", 0))) {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }
  }
}
