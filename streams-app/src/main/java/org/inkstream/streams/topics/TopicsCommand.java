package org.inkstream.streams.topics;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.inkstream.model.command.Checked;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.model.command.KafkaOptions;
import org.inkstream.model.command.Problems;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.TopicAdmin;
import org.inkstream.model.topic.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code topics}. */
@Command(
    name = "topics",
    description = {
      "Creates the topics that are missing, with the settings they need, and leaves the others as"
          + " they are.",
      "Other commands do so, too; this one is for those who start them all at once, or whose"
          + " services may not create topics. Warns of existing topics with other settings."
    })
public final class TopicsCommand implements Callable<Integer>, Checked {

  @Spec private CommandSpec spec;
  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of the event topics made now. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(
      names = "--replication-factor",
      paramLabel = "N",
      description = "Copies of each partition made now. Default: as the brokers say.")
  private Integer replication;

  /** The command, for picocli. */
  public TopicsCommand() {}

  @Override
  public void check(Problems problems) {
    problems.check(partitions >= 1, "--partitions", "1 or more");
    problems.check(
        replication == null || (replication >= 1 && replication <= Short.MAX_VALUE),
        "--replication-factor",
        "1 to " + Short.MAX_VALUE);
  }

  @Override
  public Integer call() {
    kafka.requireBroker();
    Topics topics = kafka.topics();
    try (Admin admin = Admin.create(kafka.client())) {
      List<String> created =
          TopicAdmin.createMissing(
              admin, topics, partitions, Optional.ofNullable(replication).map(Integer::shortValue));
      List<String> differences = TopicAdmin.differences(admin, topics);
      print(topics, created, differences);
    } catch (ExecutionException e) {
      throw new CommandFailure("cannot create topics: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while creating topics", e);
    }
    return 0;
  }

  private void print(Topics topics, List<String> created, List<String> differences) {
    PrintWriter out = spec.commandLine().getOut();
    for (Topic<?> topic : topics.all()) {
      out.println((created.contains(topic.name()) ? "created " : "is there ") + topic.name());
    }
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    differences.forEach(line -> err.println("inkstream: warning: " + line));
    err.flush();
  }
}
