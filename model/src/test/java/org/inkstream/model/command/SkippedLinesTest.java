package org.inkstream.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.topic.Undecodable;
import org.junit.jupiter.api.Test;

class SkippedLinesTest {

  @Test
  void shouldTellOfTheFirstOfEachTopicInOneLine() {
    List<String> lines = new ArrayList<>();
    Undecodable undecodable = SkippedLines.of(lines::add);

    undecodable.skipped(record("instances", 7), "not\na heartbeat");
    undecodable.skipped(record("instances", 8), "nor this");
    undecodable.skipped(record("model-status", 9), "no status");

    assertThat(lines)
        .containsExactly(
            "inkstream: record instances 0:7 cannot be decoded and is skipped, as are any others"
                + " like it: not?a heartbeat",
            "inkstream: record model-status 0:9 cannot be decoded and is skipped, as are any others"
                + " like it: no status");
  }

  private static ConsumerRecord<byte[], byte[]> record(String topic, long offset) {
    return new ConsumerRecord<>(topic, 0, offset, null, new byte[1]);
  }
}
