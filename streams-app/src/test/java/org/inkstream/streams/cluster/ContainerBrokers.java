package org.inkstream.streams.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.utility.DockerImageName;

/**
 * Kafka in containers, each broker and controller at once, of the image in the environment's {@code
 * INKSTREAM_TEST_KAFKA_IMAGE} or else Apache's of the release of the clients. Each broker has two
 * listeners: one for the tests, and one behind a {@link Link} for the application under test, so
 * that the network between that and the brokers can be cut while the tests look on.
 *
 * <p>Ports are chosen before the start, because Docker would choose others when a broker starts
 * again.
 */
public final class ContainerBrokers implements Brokers {

  private static final String IMAGE = "INKSTREAM_TEST_KAFKA_IMAGE";
  private static final int TEST_PORT = 9092;
  private static final int CONTROLLER_PORT = 9094;
  private static final int APP_PORT = 9095;

  /** Three start at once, on a machine that may have two cores and other work. */
  public static final Duration MOST_STARTUP = Duration.ofMinutes(5);

  private final Network network;
  private final List<Link> links;
  private final List<KafkaContainer> containers;

  private ContainerBrokers(Network network, List<Link> links, List<KafkaContainer> containers) {
    this.network = network;
    this.links = links;
    this.containers = containers;
  }

  /**
   * Starts a cluster and returns when all of it runs. Topics have three copies where there are
   * three brokers, and take a write when two have it.
   *
   * @param count one or three
   */
  public static ContainerBrokers start(int count) {
    List<Link> links = new ArrayList<>();
    List<KafkaContainer> containers = new ArrayList<>();
    // Closes what was made if the rest cannot be.
    ContainerBrokers brokers = new ContainerBrokers(Network.newNetwork(), links, containers);
    try {
      for (int id = 1; id <= count; id++) {
        int appPort = freePort();
        Link link =
            Link.to(
                new InetSocketAddress(
                    DockerClientFactory.instance().dockerHostIpAddress(), appPort));
        links.add(link);
        containers.add(brokers.container(id, count, appPort, link.port()));
      }
      // Together: each waits for the others to agree on a controller.
      Startables.deepStart(containers).join();
      return brokers;
    } catch (RuntimeException e) {
      brokers.close();
      throw e;
    }
  }

  @Override
  public String bootstrapServers() {
    return containers.stream()
        .map(KafkaContainer::getBootstrapServers)
        .collect(Collectors.joining(","));
  }

  @Override
  public String appServers() {
    return links.stream().map(link -> "localhost:" + link.port()).collect(Collectors.joining(","));
  }

  /** Kills a broker, as {@code kill -9}: it can do nothing about it. */
  public void kill(int id) {
    KafkaContainer broker = broker(id);
    broker.getDockerClient().killContainerCmd(broker.getContainerId()).exec();
  }

  /** Starts a killed broker again, with the data it had. */
  public void startAgain(int id) {
    KafkaContainer broker = broker(id);
    broker.getDockerClient().startContainerCmd(broker.getContainerId()).exec();
  }

  /** Stops the time of a broker: its connections stay, and nobody answers. */
  public void pause(int id) {
    KafkaContainer broker = broker(id);
    broker.getDockerClient().pauseContainerCmd(broker.getContainerId()).exec();
  }

  /** Lets a paused broker go on. */
  public void unpause(int id) {
    KafkaContainer broker = broker(id);
    broker.getDockerClient().unpauseContainerCmd(broker.getContainerId()).exec();
  }

  /** Cuts the network between the application and all brokers: no byte passes, either way. */
  public void cut() {
    links.forEach(Link::cut);
  }

  /** Mends the network. */
  public void mend() {
    links.forEach(Link::mend);
  }

  @Override
  public void close() {
    links.forEach(Link::close);
    // Also one that never came up.
    containers.forEach(KafkaContainer::stop);
    network.close();
  }

  private KafkaContainer broker(int id) {
    return containers.get(id - 1);
  }

  private KafkaContainer container(int id, int count, int appPort, int advertisedAppPort) {
    KafkaContainer container =
        new KafkaContainer(
            DockerImageName.parse(
                    Optional.ofNullable(System.getenv(IMAGE))
                        .orElseGet(() -> "apache/kafka:" + AppInfoParser.getVersion()))
                .asCompatibleSubstituteFor("apache/kafka"));
    container
        .withNetwork(network)
        .withListener(host(id) + ":" + APP_PORT, () -> "localhost:" + advertisedAppPort)
        .withEnv(settings(id, count))
        .withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx256m")
        .withStartupTimeout(MOST_STARTUP);
    container.setPortBindings(List.of(freePort() + ":" + TEST_PORT, appPort + ":" + APP_PORT));
    container.addExposedPort(APP_PORT);
    return container;
  }

  /**
   * Kafka's settings in the names that its image takes; those of the embedded broker, and copies.
   */
  private static Map<String, String> settings(int id, int count) {
    String copies = String.valueOf(count);
    String minInSync = String.valueOf(Math.max(1, count - 1));
    return Map.ofEntries(
        Map.entry("KAFKA_NODE_ID", String.valueOf(id)),
        Map.entry(
            "KAFKA_CONTROLLER_QUORUM_VOTERS",
            IntStream.rangeClosed(1, count)
                .mapToObj(voter -> voter + "@" + host(voter) + ":" + CONTROLLER_PORT)
                .collect(Collectors.joining(","))),
        Map.entry("KAFKA_DEFAULT_REPLICATION_FACTOR", copies),
        Map.entry("KAFKA_MIN_INSYNC_REPLICAS", minInSync),
        Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", copies),
        Map.entry("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4"),
        Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", copies),
        Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", minInSync),
        Map.entry("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "4"),
        Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
        Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
        Map.entry("KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE", "8388608"));
  }

  private static String host(int id) {
    return "kafka-" + id;
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
