package org.inkstream.streams.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.inkstream.model.bundle.GateStep;
import org.inkstream.model.bundle.RefusalReason;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.bundle.StepOutcome;
import org.inkstream.model.topic.Encoding;
import org.inkstream.model.topic.Topics;
import org.inkstream.schemas.LatencySummary;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.schemas.UnresolvedSchemaException;
import org.inkstream.schemas.Wire;
import org.inkstream.schemas.WriterSchemas;
import org.inkstream.streams.testing.Hands;
import org.junit.jupiter.api.Test;

class StatusWriterTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final List<StepOutcome> STEPS =
      List.of(new StepOutcome(GateStep.DIGEST, StepOutcome.Result.PASSED, ""));

  private final Hands clock = new Hands(NOW);
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final StatusWriter writer = new StatusWriter(producer, new Topics(""), "a", clock);

  @Test
  void shouldKeepAReceiptUnderAKeyOfItsOwn() {
    writer.loaded("v1", STEPS, 1);
    writer.swapped(receipt("v1", NOW), 1);
    writer.refused("v1", new RefusedException(RefusalReason.MEMORY, "17 bytes are missing"));

    assertThat(keys()).containsExactly("a|v1", "a|v1|swap", "a|v1");
  }

  @Test
  void shouldNotSayAgainWhatItSaidLast() {
    writer.loaded("v1", STEPS, 1);
    writer.swapped(receipt("v1", NOW), 1);
    clock.pass(60_000);
    writer.loaded("v1", STEPS, 2);
    writer.swapped(receipt("v1", NOW), 2);
    assertThat(producer.history()).as("only the time and the memory differ").hasSize(2);

    writer.swapped(receipt("v1", NOW.plusSeconds(30)), 1);
    writer.loaded("v2", STEPS, 1);
    writer.refused("v1", new RefusedException(RefusalReason.MEMORY, "17 bytes are missing"));
    writer.loaded("v1", STEPS, 1);

    assertThat(keys()).containsExactly("a|v1", "a|v1|swap", "a|v1|swap", "a|v2", "a|v1", "a|v1");
  }

  @Test
  void shouldSayAgainWhatNobodyHasHeard() {
    writer.loaded("v1", STEPS, 1);
    producer.errorNext(new TimeoutException("no broker"));

    writer.loaded("v1", STEPS, 1);

    assertThat(producer.history()).hasSize(2);
  }

  @Test
  void shouldSayAgainWhatCouldNotBeEncoded() {
    AtomicInteger asked = new AtomicInteger();
    IntSupplier id =
        () -> {
          if (asked.getAndIncrement() == 0) {
            throw new UnresolvedSchemaException("the schema registry is away", null);
          }
          return 7;
        };
    Encoding away =
        new Encoding() {
          @Override
          public <T extends SpecificRecordBase> Wire<T> of(String topic, Class<T> type) {
            return Wire.registered(type, id, unused -> new WriterSchemas.Unknown());
          }
        };
    StatusWriter unlucky = new StatusWriter(producer, new Topics("", away), "a", clock);
    assertThatExceptionOfType(UnresolvedSchemaException.class)
        .isThrownBy(() -> unlucky.loaded("v1", STEPS, 1));

    unlucky.loaded("v1", STEPS, 1);

    assertThat(keys()).containsExactly("a|v1");
  }

  private List<String> keys() {
    return producer.history().stream().map(entry -> new String(entry.key(), UTF_8)).toList();
  }

  private static SwapReceipt receipt(String version, Instant effectiveFrom) {
    LatencySummary none = new LatencySummary(0L, 0L, 0L);
    return new SwapReceipt(
        null, version, effectiveFrom, Map.of(), 0L, 0L, 0L, 0L, 0L, none, none, none, 0L, 0L);
  }
}
