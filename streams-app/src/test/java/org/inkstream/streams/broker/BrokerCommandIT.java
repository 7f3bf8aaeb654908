package org.inkstream.streams.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.inkstream.model.topic.Topics;
import org.inkstream.streams.cli.InkstreamMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker in a process of its own, as users have it. */
class BrokerCommandIT {

  private static final String READY = "broker ready: ";

  @TempDir Path temporary;

  private Path folder;
  private File errors;
  private Process process;
  private String servers;

  @BeforeEach
  void startBroker() throws Exception {
    folder = temporary.resolve("data");
    errors = temporary.resolve("errors").toFile();
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InkstreamMain.class.getName(),
                "broker",
                "--port",
                "0",
                "--data-dir",
                folder.toString(),
                "--prefix",
                "own.",
                "--partitions",
                "3")
            .redirectError(errors)
            .start();
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = out.readLine();
    assertThat(line).as(() -> errors()).startsWith(READY);
    servers = line.substring(READY.length());
  }

  @AfterEach
  void stopBroker() throws Exception {
    process.destroyForcibly().waitFor();
  }

  @Test
  void shouldMakeTheTopicsBeforeItSaysThatItIsReady() throws Exception {
    Topics topics = new Topics("own.");
    try (Admin admin =
        Admin.create(
            Map.<String, Object>of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers))) {
      Set<String> names = admin.listTopics().names().get();

      assertThat(names)
          .containsExactlyInAnyOrderElementsOf(
              topics.all().stream().map(topic -> topic.name()).toList());
      String images = topics.images().name();
      assertThat(
              admin.describeTopics(Set.of(images)).allTopicNames().get().get(images).partitions())
          .hasSize(3);
    }
  }

  @Test
  void shouldKeepOtherProcessesFromItsFolder() {
    assertThatExceptionOfType(BrokerStartException.class)
        .isThrownBy(() -> EmbeddedBroker.start(new EmbeddedBroker.Config(folder, 0)))
        .withMessage("another broker is running on the data folder " + folder);
  }

  @Test
  void shouldStopInOrderWhenToldTo() throws Exception {
    // Not SIGINT, which a process that was started in the background may ignore.
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(() -> errors()).isZero();
    assertThat(folder.resolve("kafka/.kafka_cleanshutdown")).exists();
    assertThat(errors()).doesNotContain("Exception");
  }

  @Test
  void shouldStartAgainAfterItWasKilled() throws Exception {
    process.destroyForcibly().waitFor();

    try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Config(folder, 0));
        Admin admin =
            Admin.create(
                Map.<String, Object>of(
                    CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      assertThat(admin.listTopics().names().get()).contains(new Topics("own.").images().name());
    }
  }

  private String errors() {
    try {
      return Files.readString(errors.toPath());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
