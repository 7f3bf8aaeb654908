package org.inkstream.model.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of a deployment that do not exist yet; leaves the others as they are. */
public final class TopicAdmin {

  /** Partitions of the event topics where nobody says otherwise. */
  public static final int DEFAULT_PARTITIONS = 4;

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
    Set<String> existing = admin.listTopics().names().get();
    List<String> created = new ArrayList<>();
    for (Topic<?> topic : topics.all()) {
      if (existing.contains(topic.name())) {
        continue;
      }
      NewTopic wanted =
          new NewTopic(
                  topic.name(),
                  Optional.of(topic.controlled() ? 1 : partitions),
                  Optional.<Short>empty())
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
    return created;
  }
}
