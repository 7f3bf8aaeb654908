package org.inkstream.streams.broker;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.Map;

/** Kafka's server settings for a single node on one machine, in Kafka's own names. */
final class BrokerSettings {

  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private static final String BROKER_LISTENER = "PLAINTEXT";

  private BrokerSettings() {}

  static Map<String, String> of(Path logs, int port, int controllerPort) {
    String broker = BROKER_LISTENER + "://" + Ports.HOST + ":" + port;
    String controller = CONTROLLER_LISTENER + "://" + Ports.HOST + ":" + controllerPort;
    return Map.ofEntries(
        entry("process.roles", "broker,controller"),
        entry("node.id", String.valueOf(NODE_ID)),
        entry("log.dirs", logs.toString()),
        entry("listeners", broker + "," + controller),
        entry("advertised.listeners", broker),
        entry("controller.listener.names", CONTROLLER_LISTENER),
        entry("inter.broker.listener.name", BROKER_LISTENER),
        // The voters come from here at each start and not from the folder, so that the controller's
        // port may be another one each time.
        entry("controller.quorum.voters", NODE_ID + "@" + Ports.HOST + ":" + controllerPort),
        // After a restart Kafka waits this long for other voters, and there are none.
        entry("controller.quorum.election.timeout.ms", "100"),
        // One node can keep one copy.
        entry("default.replication.factor", "1"),
        entry("min.insync.replicas", "1"),
        entry("offsets.topic.replication.factor", "1"),
        entry("transaction.state.log.replication.factor", "1"),
        entry("transaction.state.log.min.isr", "1"),
        entry("share.coordinator.state.topic.replication.factor", "1"),
        entry("share.coordinator.state.topic.min.isr", "1"),
        // Fifty partitions each, Kafka's default, are made before a first consumer gets an answer.
        entry("offsets.topic.num.partitions", "4"),
        entry("transaction.state.log.num.partitions", "4"),
        entry("share.coordinator.state.topic.num.partitions", "4"),
        // Nobody else is about to join: a group need not wait for more members.
        entry("group.initial.rebalance.delay.ms", "0"),
        entry("group.streams.initial.rebalance.delay.ms", "0"),
        // A misspelt topic is an error, not a new topic.
        entry("auto.create.topics.enable", "false"),
        // Kafka's defaults are for a machine of its own: 128 MiB for the cleaner, dozens of
        // threads.
        entry("log.cleaner.dedupe.buffer.size", "8388608"),
        entry("num.network.threads", "2"),
        entry("num.io.threads", "4"),
        entry("background.threads", "2"),
        entry("group.coordinator.threads", "1"));
  }
}
