package org.inkstream.bench.stream;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.schemas.UndecodableException;

/**
 * Sees the records of a topic arrive, from its beginning on, as a consumer of committed records
 * that always asks does, on a thread of its own.
 */
public final class TopicWatch implements AutoCloseable {

  /** Takes the records, on the watch's thread. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes one.
     *
     * @throws CommandFailure if it should not be there: then the watch is over, and says so
     */
    void take(ConsumerRecord<byte[], byte[]> entry) throws UndecodableException;
  }

  private static final Duration POLL = Duration.ofMillis(100);

  private final Thread watching;
  private volatile boolean stopping;
  private volatile String failure;

  /**
   * Begins.
   *
   * @param topic one of as many partitions as events have
   */
  public TopicWatch(Cluster cluster, String topic, Taker taker) {
    this.watching = new Thread(() -> watch(cluster, topic, taker), "watch");
    watching.setDaemon(true);
    watching.start();
  }

  /**
   * Nothing, while all is well.
   *
   * @throws CommandFailure if the watch is over and was not stopped
   */
  public void check() {
    String found = failure;
    if (found != null) {
      throw new CommandFailure(found);
    }
  }

  /** Watches no more; from then on what was taken may be read by others. */
  public void stop() throws InterruptedException {
    stopping = true;
    watching.join();
  }

  @Override
  public void close() {
    stopping = true;
  }

  private void watch(Cluster cluster, String topic, Taker taker) {
    try (Consumer<byte[], byte[]> consumer =
        CommittedRecords.consumer(cluster, topic, Events.PARTITIONS, Map.of())) {
      while (!stopping) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
          taker.take(entry);
        }
      }
    } catch (CommandFailure e) {
      failure = e.getMessage();
    } catch (UndecodableException | RuntimeException e) {
      failure = "cannot watch " + topic + ": " + e;
    }
  }
}
