package org.inkstream.streams.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.inkstream.model.command.CommandProcess;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Topics;
import org.inkstream.streams.cluster.KafkaCluster;
import org.junit.jupiter.api.Test;

/** {@code topics} as it is typed. */
class TopicsCommandIT {

  private final KafkaCluster cluster = KafkaCluster.shared();
  private final Topics topics = new Topics("topics-" + UUID.randomUUID() + ".");

  /** How a command ended. */
  private record Ran(int exitCode, String out, String err) {}

  @Test
  void shouldMakeEveryTopicWithItsSettingsAndSayWhichOnes() throws Exception {
    Ran ran = run("--partitions", "3", "--replication-factor", "1");

    assertThat(ran).isEqualTo(new Ran(0, lines("created "), ""));
    try (Admin admin = Admin.create(cluster.client())) {
      Map<String, TopicDescription> made = admin.describeTopics(names()).allTopicNames().get();
      assertThat(made.get(topics.images().name()).partitions())
          .hasSize(3)
          .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(1));
      assertThat(made.get(topics.modelAliases().name()).partitions()).hasSize(1);
      ConfigResource aliases =
          new ConfigResource(ConfigResource.Type.TOPIC, topics.modelAliases().name());
      Config config = admin.describeConfigs(List.of(aliases)).all().get().get(aliases);
      assertThat(config.get("cleanup.policy").value()).isEqualTo("delete");
      assertThat(config.get("retention.ms").value()).isEqualTo("-1");
    }
  }

  @Test
  void shouldLeaveTopicsAloneThatAreThere() {
    run("--partitions", "3");

    assertThat(run("--partitions", "5")).isEqualTo(new Ran(0, lines("is there "), ""));
  }

  @Test
  void shouldWarnOfTopicsWithOtherSettingsOrTooManyPartitions() throws Exception {
    String images = topics.images().name();
    String aliases = topics.modelAliases().name();
    try (Admin admin = Admin.create(cluster.client())) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(images, 2, (short) 1),
                  new NewTopic(aliases, 2, (short) 1)
                      .configs(Map.of("retention.ms", "-1", "retention.bytes", "-1"))))
          .all()
          .get();
    }

    Ran ran = run();

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out().lines())
        .contains("is there " + images, "is there " + aliases)
        .contains("created " + topics.labels().name());
    assertThat(ran.err().lines())
        .containsExactly(
            "inkstream: warning: "
                + images
                + " has message.timestamp.type=CreateTime, not LogAppendTime",
            "inkstream: warning: " + aliases + " has 2 partitions and must have 1");
  }

  @Test
  void shouldSayInOneLineWhyTheBrokersRefuse() {
    Ran ran = run("--replication-factor", "3");

    // The cluster of the tests has fewer brokers than three.
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err()).startsWith("inkstream: cannot create topics: ").hasLineCount(1);
  }

  @Test
  void shouldReportAllThatIsWrongWithTheOptions() {
    Ran ran = run("--partitions", "0", "--replication-factor", "40000");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("--partitions", "1 or more", "--replication-factor", "1 to 32767");
  }

  private List<String> names() {
    return topics.all().stream().<String>map(Topic::name).toList();
  }

  private String lines(String verb) {
    return names().stream().map(name -> verb + name + "\n").collect(Collectors.joining());
  }

  private Ran run(String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "topics",
                    "--bootstrap-servers",
                    cluster.bootstrapServers(),
                    "--prefix",
                    topics.prefix()),
                Arrays.stream(options))
            .toArray(String[]::new);
    int code =
        CommandProcess.commandLine(List.of(new TopicsCommand()), false)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Ran(
        code,
        out.toString().replace(System.lineSeparator(), "\n"),
        err.toString().replace(System.lineSeparator(), "\n"));
  }
}
