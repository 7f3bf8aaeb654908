package org.inkstream.streams.broker;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.Interruption;
import org.inkstream.model.command.Problems;
import org.inkstream.model.topic.TopicAdmin;
import org.inkstream.model.topic.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the embedded broker alone, with Inkstream's topics made, until it is interrupted. */
@Command(
    name = "broker",
    description =
        "Runs a single-node Kafka broker in this process and creates Inkstream's topics. "
            + "For trying things out: one node keeps one copy of the data.")
public final class BrokerCommand implements Callable<Integer>, Checked {

  private static final int DEFAULT_PORT = 9092;

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "Port on localhost; 0 for any free one. Default: 9092, or a free one if that is taken.")
  private Integer port;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = ".inkstream/broker",
      description = "Folder of the data, kept between runs. Default: ${DEFAULT-VALUE}.")
  private Path dataDir;

  @Option(
      names = "--prefix",
      paramLabel = "P",
      defaultValue = "",
      description = "Put before the name of every topic.")
  private String prefix;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of the event topics made now. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  private Topics topics;

  @Override
  public void check(Problems problems) {
    problems.check(partitions >= 1, "--partitions", "1 or more");
    problems.check(port == null || (port >= 0 && port <= 65_535), "--port", "0 to 65535");
    try {
      topics = new Topics(prefix == null ? "" : prefix);
    } catch (IllegalArgumentException e) {
      problems.add("--prefix: " + e.getMessage());
    }
  }

  /**
   * Runs until the process is told to stop.
   *
   * @return exit code
   * @throws CommandFailure if the broker cannot start
   */
  @Override
  public Integer call() {
    try (EmbeddedBroker broker = EmbeddedBroker.start(config())) {
      Interruption.endsWell(broker::close, () -> serve(broker));
      return 0;
    } catch (BrokerStartException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }

  private void serve(EmbeddedBroker broker) {
    createTopics(broker);
    PrintWriter out = spec.commandLine().getOut();
    out.println("broker ready: " + broker.bootstrapServers());
    out.flush();
    broker.awaitStop();
  }

  private EmbeddedBroker.Config config() {
    if (port == null) {
      return EmbeddedBroker.Config.preferring(dataDir, DEFAULT_PORT);
    }
    return new EmbeddedBroker.Config(dataDir, port);
  }

  private void createTopics(EmbeddedBroker broker) {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
      TopicAdmin.createMissing(admin, topics, partitions);
    } catch (ExecutionException e) {
      throw new CommandFailure("cannot create the topics: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while creating the topics", e);
    }
  }
}
