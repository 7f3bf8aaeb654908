package org.inkstream.streams.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's own server as one node in this process, broker and controller at once, listening on
 * localhost only.
 *
 * <p>The data outlives the process, however it ends. Safe for use by many threads.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

  /**
   * Where a broker keeps its data and where it listens.
   *
   * @param dataDir made if it does not exist; belongs to one running broker at a time
   * @param port 1 to 65535, or 0 for any free port
   */
  public record Config(Path dataDir, int port) {

    /** Checks. */
    public Config {
      Objects.requireNonNull(dataDir, "dataDir");
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
      }
    }

    /**
     * On this port, or on any free one if it is taken now, which is logged.
     *
     * @param port 1 to 65535
     */
    public static Config preferring(Path dataDir, int port) {
      if (Ports.isFree(port)) {
        return new Config(dataDir, port);
      }
      log.warn("event=port-taken port={} instead=any-free-one", port);
      return new Config(dataDir, 0);
    }
  }

  private final DataFolder folder;
  private final KafkaRaftServer server;
  private final int port;
  private boolean closed;

  private EmbeddedBroker(DataFolder folder, KafkaRaftServer server, int port) {
    this.folder = folder;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a broker and returns when it serves clients. The folder is formatted the first time;
   * afterwards its topics, data and cluster id are found again.
   *
   * @throws BrokerStartException if the port is taken, or the folder is in use or unusable
   */
  public static EmbeddedBroker start(Config config) throws BrokerStartException {
    if (config.port() != 0) {
      Ports.requireFree(config.port());
    }
    DataFolder folder = DataFolder.open(config.dataDir());
    try {
      Ports.Pair free = Ports.twoFree();
      int port = config.port() == 0 ? free.first() : config.port();
      KafkaRaftServer server = startKafka(folder, port, free.second());
      log.info("event=broker-started port={} folder={}", port, folder.logs().getParent());
      return new EmbeddedBroker(folder, server, port);
    } catch (BrokerStartException | RuntimeException e) {
      try {
        folder.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** Where clients connect: {@code localhost:port}. */
  public String bootstrapServers() {
    return Ports.HOST + ":" + port;
  }

  /** The cluster's id; the same at each start on the same folder. */
  public String clusterId() {
    return folder.clusterId();
  }

  /** Returns when the broker has stopped. */
  public void awaitStop() {
    server.awaitShutdown();
  }

  /** Stops the broker and gives the folder free; at once if it has stopped already. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.shutdown();
    server.awaitShutdown();
    try {
      folder.close();
    } catch (IOException e) {
      log.warn(
          "event=folder-not-unlocked folder={} error={}", folder.logs().getParent(), e.toString());
    }
    log.info("event=broker-stopped port={}", port);
  }

  private static KafkaRaftServer startKafka(DataFolder folder, int port, int controllerPort)
      throws BrokerStartException {
    KafkaRaftServer server = null;
    try {
      server =
          new KafkaRaftServer(
              new KafkaConfig(BrokerSettings.of(folder.logs(), port, controllerPort)), Time.SYSTEM);
      server.startup();
      return server;
    } catch (RuntimeException e) {
      if (server != null) {
        server.shutdown();
      }
      throw new BrokerStartException(
          "Kafka did not start on " + folder.logs() + ": " + e.getMessage(), e);
    }
  }
}
