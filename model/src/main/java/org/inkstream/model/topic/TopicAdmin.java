package org.inkstream.model.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of a deployment that do not exist yet; leaves the others as they are. */
public final class TopicAdmin {

  /** Partitions of the event topics where nobody says otherwise. */
  public static final int DEFAULT_PARTITIONS = 4;

  private static final int VISIBLE_SECONDS = 30;

  private TopicAdmin() {}

  /**
   * Creates what is missing, with the broker's default replication.
   *
   * @param partitions partitions of the event topics; the registry's topics always have one
   * @return names of the topics created, sorted as {@link Topics#all()}
   * @throws ExecutionException if the broker refuses
   * @throws InterruptedException if interrupted while waiting
   */
  public static List<String> createMissing(Admin admin, Topics topics, int partitions)
      throws ExecutionException, InterruptedException {
    return createMissing(admin, topics, partitions, Optional.empty());
  }

  /**
   * Creates what is missing.
   *
   * @param partitions partitions of the event topics; the registry's topics always have one
   * @param replication copies of each partition; empty for the broker's default
   * @return names of the topics created, sorted as {@link Topics#all()}
   * @throws ExecutionException if the broker refuses
   * @throws InterruptedException if interrupted while waiting
   */
  public static List<String> createMissing(
      Admin admin, Topics topics, int partitions, Optional<Short> replication)
      throws ExecutionException, InterruptedException {
    List<String> names = topics.all().stream().<String>map(Topic::name).toList();
    Set<String> existing = admin.listTopics().names().get();
    List<String> created = new ArrayList<>();
    for (Topic<?> topic : topics.all()) {
      if (existing.contains(topic.name())) {
        continue;
      }
      NewTopic wanted =
          new NewTopic(topic.name(), Optional.of(topic.controlled() ? 1 : partitions), replication)
              .configs(topic.settings());
      try {
        admin.createTopics(List.of(wanted)).all().get();
        created.add(topic.name());
      } catch (ExecutionException e) {
        // Two instances may start at once; whoever comes second finds the topic made.
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
    if (!existing.containsAll(names)) {
      awaitVisible(admin, names);
    }
    return created;
  }

  /**
   * How existing topics differ from what they would be created as. An event topic with more or
   * fewer partitions than others is none of our business; one of the registry's is.
   *
   * @return one line for people for each difference, topics sorted as {@link Topics#all()}
   * @throws ExecutionException if the broker refuses, or a topic does not exist
   * @throws InterruptedException if interrupted while waiting
   */
  public static List<String> differences(Admin admin, Topics topics)
      throws ExecutionException, InterruptedException {
    List<String> names = topics.all().stream().<String>map(Topic::name).toList();
    Map<String, TopicDescription> found = admin.describeTopics(names).allTopicNames().get();
    Map<ConfigResource, Config> configs =
        admin.describeConfigs(names.stream().map(TopicAdmin::resource).toList()).all().get();
    List<String> differences = new ArrayList<>();
    for (Topic<?> topic : topics.all()) {
      int partitions = found.get(topic.name()).partitions().size();
      if (topic.controlled() && partitions != 1) {
        differences.add(topic.name() + " has " + partitions + " partitions and must have 1");
      }
      Config config = configs.get(resource(topic.name()));
      new TreeMap<>(topic.settings())
          .forEach(
              (key, wanted) -> {
                String value = config.get(key).value();
                if (!sorted(value).equals(sorted(wanted))) {
                  differences.add(topic.name() + " has " + key + "=" + value + ", not " + wanted);
                }
              });
    }
    return differences;
  }

  private static ConfigResource resource(String name) {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }

  /** The items of a list, such as {@code delete,compact}, whose order means nothing. */
  private static List<String> sorted(String value) {
    return Arrays.stream(value.split(",")).map(String::strip).sorted().toList();
  }

  /** The controller says that a topic is made a moment before the brokers know of it. */
  private static void awaitVisible(Admin admin, List<String> names)
      throws ExecutionException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(VISIBLE_SECONDS);
    while (!admin.listTopics().names().get().containsAll(names)) {
      if (System.nanoTime() - deadline > 0) {
        throw new ExecutionException(
            new TimeoutException(
                "topics that were made are not listed after " + VISIBLE_SECONDS + " s"));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
