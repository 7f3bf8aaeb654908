package org.inkstream.deploy;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Kafka's own server with users and access rights: whoever has none may do nothing. A second
 * listener, without users, is for who sets it up.
 */
final class SecuredBroker implements AutoCloseable {

  private final KafkaRaftServer server;
  private final int port;
  private final int adminPort;

  private SecuredBroker(KafkaRaftServer server, int port, int adminPort) {
    this.server = server;
    this.port = port;
    this.adminPort = adminPort;
  }

  /**
   * Starts one.
   *
   * @param folder empty
   * @param users who may come; their passwords are {@link #password}
   */
  static SecuredBroker start(Path folder, List<String> users) throws Exception {
    int[] ports = ports();
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setNodeId(1)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(folder.toString())
          .addDirectory(folder.toString())
          .run();
    }
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(settings(folder, users, ports)), Time.SYSTEM);
    server.startup();
    return new SecuredBroker(server, ports[0], ports[1]);
  }

  /** The password of a user. */
  static String password(String user) {
    return user + "-password";
  }

  /** Where users connect. */
  String bootstrapServers() {
    return "localhost:" + port;
  }

  /** How to reach it as one who may do everything; a new map. */
  Map<String, Object> admin() {
    return new HashMap<>(Map.of("bootstrap.servers", "localhost:" + adminPort));
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  private static Map<String, String> settings(Path folder, List<String> users, int[] ports) {
    String plain = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    String listeners = "USERS://localhost:%d,ADMIN://localhost:%d".formatted(ports[0], ports[1]);
    return Map.ofEntries(
        entry("process.roles", "broker,controller"),
        entry("node.id", "1"),
        entry("log.dirs", folder.toString()),
        entry("listeners", listeners + ",CONTROLLER://localhost:" + ports[2]),
        entry("advertised.listeners", listeners),
        entry(
            "listener.security.protocol.map",
            "USERS:SASL_PLAINTEXT,ADMIN:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        entry("controller.listener.names", "CONTROLLER"),
        entry("inter.broker.listener.name", "ADMIN"),
        entry("controller.quorum.voters", "1@localhost:" + ports[2]),
        entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        entry("super.users", "User:ANONYMOUS"),
        entry("listener.name.users.sasl.enabled.mechanisms", "PLAIN"),
        entry(
            "listener.name.users.plain.sasl.jaas.config",
            users.stream()
                .map(user -> " user_%s=\"%s\"".formatted(user, password(user)))
                .collect(Collectors.joining("", plain, ";"))),
        entry("default.replication.factor", "1"),
        entry("min.insync.replicas", "1"),
        entry("offsets.topic.replication.factor", "1"),
        entry("transaction.state.log.replication.factor", "1"),
        entry("transaction.state.log.min.isr", "1"),
        entry("offsets.topic.num.partitions", "4"),
        entry("transaction.state.log.num.partitions", "4"),
        entry("group.initial.rebalance.delay.ms", "0"),
        entry("auto.create.topics.enable", "false"),
        entry("log.cleaner.dedupe.buffer.size", "8388608"));
  }

  private static int[] ports() throws IOException {
    try (ServerSocket users = new ServerSocket(0);
        ServerSocket admin = new ServerSocket(0);
        ServerSocket controller = new ServerSocket(0)) {
      return new int[] {users.getLocalPort(), admin.getLocalPort(), controller.getLocalPort()};
    }
  }
}
