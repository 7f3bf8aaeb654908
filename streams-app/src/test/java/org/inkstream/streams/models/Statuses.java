package org.inkstream.streams.models;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.UndecodableException;

/** What an instance says on {@code model-status}, without a broker. */
final class Statuses {

  private static final Topics TOPICS = new Topics("");

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final StatusWriter writer;

  Statuses(Clock clock) {
    this.writer = new StatusWriter(producer, TOPICS, "instance-1", clock);
  }

  StatusWriter writer() {
    return writer;
  }

  /** All that was said by now. */
  List<ModelStatus> said() {
    List<ModelStatus> said = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> entry : producer.history()) {
      try {
        said.add(TOPICS.modelStatus().wire().decode(entry.value()));
      } catch (UndecodableException e) {
        throw new AssertionError(e);
      }
    }
    return said;
  }

  /** The states that were said, each with its version and reason. */
  List<String> words() {
    return said().stream()
        .map(
            status ->
                status.getVersion()
                    + " "
                    + status.getState()
                    + (status.getReason() == null ? "" : " " + status.getReason()))
        .toList();
  }
}
