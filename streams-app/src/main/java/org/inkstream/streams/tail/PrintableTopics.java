package org.inkstream.streams.tail;

import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecordBase;
import org.inkstream.model.topic.Topic;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.Wire;

/** How each topic is printed. */
final class PrintableTopics {

  private final Topics topics;

  PrintableTopics(Topics topics) {
    this.topics = topics;
  }

  /** The topic of a name, which may be given with the prefix or without. */
  Optional<Topic<?>> find(String name) {
    return topics.all().stream()
        .filter(topic -> topic.name().equals(name) || logicalName(topic).equals(name))
        .findFirst();
  }

  /** The names without the prefix. */
  List<String> names() {
    return topics.all().stream().map(this::logicalName).toList();
  }

  /** How the topic's records are printed. */
  LineFormat format(Topic<?> topic, boolean json) {
    if (topic.name().equals(topics.deadLetters().name())) {
      // An image event without a value is a dead letter without one, and prints as such.
      return json
          ? letter -> Optional.of(DeadLetterLines.json(letter))
          : letter -> Optional.of(DeadLetterLines.text(letter));
    }
    if (topic.name().equals(topics.modelArtifacts().name())) {
      return json ? ChunkLines::json : ChunkLines::text;
    }
    return format(topic.wire(), json);
  }

  private static <T extends SpecificRecordBase> LineFormat format(Wire<T> wire, boolean json) {
    return record -> {
      if (record.value() == null) {
        return Optional.empty();
      }
      T value = wire.decode(record.value());
      return Optional.of(json ? JsonLines.json(value) : TextLines.text(value));
    };
  }

  private String logicalName(Topic<?> topic) {
    return topic.name().substring(topics.prefix().length());
  }
}
