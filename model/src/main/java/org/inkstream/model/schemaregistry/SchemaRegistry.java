package org.inkstream.model.schemaregistry;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecordBase;
import org.inkstream.model.topic.Encoding;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.UnresolvedSchemaException;
import org.inkstream.schemas.Wire;
import org.inkstream.schemas.WriterSchemas;

/**
 * A schema registry that speaks Confluent's REST API. As an {@link Encoding} it writes Confluent's
 * wire format, and reads that and Avro's single-object encoding. Safe for use by many threads.
 *
 * <p>Nothing is asked before a schema is needed: for the first value of a topic that is written,
 * for an id that has not been seen, or by {@link #register}.
 */
public final class SchemaRegistry implements Encoding {

  /** Longer than a broker is waited for: registries are slow to start. */
  private static final Duration START = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * What a topic's values are called: Confluent's TopicNameStrategy, the default of all clients.
   */
  private static final String VALUES = "-value";

  private final RegistryAddress address;
  private final Time time;
  private final Subjects subjects;
  private final SchemaCache schemas;
  private final Map<String, RegisteredTopic<?>> topics = new ConcurrentHashMap<>();

  /** The registry at an address. */
  public SchemaRegistry(RegistryAddress address) {
    this(address, Time.SYSTEM);
  }

  SchemaRegistry(RegistryAddress address, Time time) {
    this.address = address;
    this.time = time;
    this.subjects = new Subjects(new RegistryHttp(address));
    this.schemas = new SchemaCache(subjects, time);
  }

  @Override
  @SuppressWarnings("unchecked") // a topic has one type
  public <T extends SpecificRecordBase> Wire<T> of(String topic, Class<T> type) {
    return (Wire<T>) topics.computeIfAbsent(topic, name -> new RegisteredTopic<>(name, type)).wire;
  }

  /**
   * Registers the schemas of all topics that are not registered yet. Waits about half a minute for
   * a registry that is still starting.
   *
   * @throws RefusedSchemaException if a registered schema cannot be read with ours, or the registry
   *     refuses one of ours
   * @throws UnresolvedSchemaException if the registry does not answer
   * @throws InterruptedException if interrupted while waiting
   */
  public void register(Topics all) throws InterruptedException {
    long deadline = time.nanos() + START.toNanos();
    for (Topic<?> topic : all.all()) {
      if (topic.wire() != null) {
        of(topic.name(), topic.wire().type());
        topics.get(topic.name()).resolve(deadline);
      }
    }
  }

  /**
   * Why events wait for a schema that cannot be had, for people; empty if none has waited for some
   * seconds.
   */
  public Optional<String> trouble() {
    return schemas.trouble();
  }

  /** A topic's encoding, and the id of its schema once that has been asked for. */
  private final class RegisteredTopic<T extends SpecificRecordBase> {

    private final String subject;
    private final Wire<T> wire;
    private volatile int id = -1;

    RegisteredTopic(String topic, Class<T> type) {
      this.subject = topic + VALUES;
      this.wire = Wire.registered(type, this::id, schemas);
    }

    private int id() {
      int known = id;
      if (known >= 0) {
        return known;
      }
      try {
        return resolve(time.nanos() + SchemaCache.PATIENCE.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnresolvedSchemaException("interrupted while asking the schema registry", e);
      }
    }

    private synchronized int resolve(long deadline) throws InterruptedException {
      while (id < 0) {
        try {
          id =
              subjects.ensure(
                  subject,
                  wire,
                  (seen, schema) -> schemas.note(seen, new WriterSchemas.Found(schema)));
        } catch (IOException e) {
          if (time.nanos() + PAUSE.toNanos() - deadline > 0) {
            throw new UnresolvedSchemaException(
                "no schema registry answers at " + address + ": " + e.getMessage(), e);
          }
          time.sleep(PAUSE);
        }
      }
      return id;
    }
  }
}
