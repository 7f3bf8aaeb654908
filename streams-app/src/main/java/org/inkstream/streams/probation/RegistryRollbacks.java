package org.inkstream.streams.probation;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.inkstream.model.registry.NotPublishedException;
import org.inkstream.model.registry.Promotion;
import org.inkstream.model.registry.RegistryWriter;
import org.inkstream.model.topic.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rolls back in the registry, on a thread of its own: the stream does not wait for it. Safe for use
 * by many threads.
 */
public final class RegistryRollbacks implements Rollbacks, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryRollbacks.class);

  private final Map<String, Object> client;
  private final Topics topics;
  private final Duration lead;
  private final String who;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread daemon = new Thread(work, "rollback");
            daemon.setDaemon(true);
            return daemon;
          });

  /**
   * Rolls back in this registry.
   *
   * @param client how to reach the brokers, in Kafka's own keys
   * @param lead from when on, after now; the champion before is still warm
   * @param who kept in the history
   */
  public RegistryRollbacks(Map<String, Object> client, Topics topics, Duration lead, String who) {
    this.client = Map.copyOf(client);
    this.topics = topics;
    this.lead = lead;
    this.who = who;
  }

  @Override
  public void rollBack(String version, String reason) {
    // Asked with every message from now on, until the change is known: one at a time is enough.
    if (busy.compareAndSet(false, true)) {
      try {
        thread.execute(() -> change(version, reason));
      } catch (RejectedExecutionException e) {
        LOG.debug("event=rollback-while-closing version={}", version);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("event=rollback-unfinished");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void change(String version, String reason) {
    try {
      new Promotion(new RegistryWriter(client, topics), InstantSource.system())
          .rollBack(version, lead, reason, who)
          .ifPresent(
              change ->
                  LOG.warn(
                      "event=rolled-back version={} to={} reason={}",
                      version,
                      change.getVersion(),
                      reason));
    } catch (KafkaException | NotPublishedException e) {
      // Asked again with the next message.
      LOG.warn("event=rollback-failed version={} error={}", version, e.toString());
    } finally {
      busy.set(false);
    }
  }
}
