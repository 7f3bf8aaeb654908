package org.inkstream.model.schemaregistry;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.inkstream.schemas.UnresolvedSchemaException;
import org.inkstream.schemas.WriterSchemas;

/**
 * The registry's schemas by id, each asked for once. What is not there is remembered for a while,
 * and unknown ids are asked for one after the other and so many in a second, so that whoever may
 * write events cannot make them a flood of requests.
 *
 * <p>While the registry is away, who asks waits for {@link #PATIENCE} and then has to keep what it
 * reads: so long that a short outage is not felt, and shorter than Kafka's transactions last.
 */
final class SchemaCache implements WriterSchemas {

  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long trouble is told after it was last had: a stream thread that waits begins anew. */
  static final Duration TOLD_FOR = Duration.ofSeconds(20);

  static final Duration UNKNOWN_FOR = Duration.ofMinutes(1);
  static final int MOST_FOUND = 1_000;
  static final int MOST_UNKNOWN = 10_000;

  /** Between two requests for ids: a hundred in a second. */
  static final Duration PACE = Duration.ofMillis(10);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  /** Asks the registry. */
  interface Lookup {

    /**
     * What the registry says.
     *
     * @throws IOException if it does not answer, or not as a registry does
     */
    Answer ask(int id) throws IOException, InterruptedException;
  }

  private record Trouble(String message, long until) {}

  private final Lookup lookup;
  private final Time time;
  private final Map<Integer, Answer> found = bounded(MOST_FOUND);
  private final Map<Integer, Long> unknownUntil = bounded(MOST_UNKNOWN);
  private final ReentrantLock asking = new ReentrantLock();
  private long nextTurn;
  private volatile Trouble trouble;

  SchemaCache(Lookup lookup, Time time) {
    this.lookup = lookup;
    this.time = time;
    this.nextTurn = time.nanos();
  }

  @Override
  public Answer byId(int id) {
    Optional<Answer> known = known(id);
    if (known.isPresent()) {
      return known.get();
    }
    long deadline = time.nanos() + PATIENCE.toNanos();
    try {
      if (!asking.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw unresolved(id, "others wait for it already", null);
      }
      try {
        // Whoever had the lock may have asked for the same.
        known = known(id);
        return known.isPresent() ? known.get() : ask(id, deadline);
      } finally {
        asking.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unresolved(id, "interrupted", e);
    }
  }

  /** Notes what was learnt in another way. */
  synchronized void note(int id, Answer answer) {
    found.put(id, answer);
    unknownUntil.remove(id);
  }

  /** What keeps events waiting, for people; empty if nothing does. */
  Optional<String> trouble() {
    Trouble now = trouble;
    return now == null || time.nanos() - now.until > 0
        ? Optional.empty()
        : Optional.of(now.message);
  }

  private synchronized Optional<Answer> known(int id) {
    Answer answer = found.get(id);
    if (answer != null) {
      return Optional.of(answer);
    }
    Long until = unknownUntil.get(id);
    return until != null && time.nanos() - until < 0
        ? Optional.of(new Unknown())
        : Optional.empty();
  }

  private synchronized void noteUnknown(int id) {
    unknownUntil.put(id, time.nanos() + UNKNOWN_FOR.toNanos());
  }

  private Answer ask(int id, long deadline) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      awaitTurn();
      try {
        Answer answer = lookup.ask(id);
        trouble = null;
        if (answer instanceof Unknown) {
          noteUnknown(id);
        } else {
          note(id, answer);
        }
        return answer;
      } catch (IOException e) {
        trouble = new Trouble(message(id, e.getMessage()), time.nanos() + TOLD_FOR.toNanos());
        if (time.nanos() + pause.toNanos() - deadline > 0) {
          throw unresolved(id, e.getMessage(), e);
        }
      }
      time.sleep(pause);
      pause = pause.multipliedBy(2);
    }
  }

  private void awaitTurn() throws InterruptedException {
    long now = time.nanos();
    long ahead = Math.max(0, nextTurn - now);
    nextTurn = now + ahead + PACE.toNanos();
    if (ahead > 0) {
      time.sleep(Duration.ofNanos(ahead));
    }
  }

  private UnresolvedSchemaException unresolved(int id, String why, Throwable cause) {
    return new UnresolvedSchemaException(message(id, why), cause);
  }

  private String message(int id, String why) {
    return "schema " + id + " cannot be had from the schema registry at " + lookup + ": " + why;
  }

  private static <K, V> Map<K, V> bounded(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
