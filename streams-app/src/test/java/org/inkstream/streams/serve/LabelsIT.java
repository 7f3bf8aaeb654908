package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.inkstream.model.drift.LabelCounts;
import org.inkstream.model.drift.WindowCounts;
import org.inkstream.model.topic.Topic;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftCounts;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class LabelsIT {

  private static final long SEED = 20261124;
  private static final int KILLS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Wire<DriftCounts> COUNTS = Wire.of(DriftCounts.class);

  /** So that what was told to the windows can be read at the end. */
  private static final String KEEP = "--set=repartition.purge.interval.ms=3600000";

  @Test
  void shouldCountEachLabelOnceThoughKilledWhileLabelsFlow() {
    Deployment deployment = new Deployment(3).publish(TestModel.of("v1", 1));
    deployment.promote("v1", Duration.ZERO);
    Random random = new Random(SEED);
    ServeProcess serve = ServeProcess.start(deployment, KEEP);
    int labelled;
    try {
      try (Load load = Load.start(deployment, 300);
          LabelLoad labels = LabelLoad.start(deployment, 300, number -> number % 10)) {
        for (int kill = 0; kill < KILLS; kill++) {
          serve.awaitReady();
          // A moment after the first answers, in the middle of work.
          load.awaitMore(300 + random.nextInt(400));
          serve.close();
          serve = ServeProcess.start(deployment, KEEP);
        }
        serve.awaitReady();
        load.awaitMore(300);
        // At least so many: more are sent until it is closed.
        labelled = labels.sent();
      }
      deployment.awaitAnswers(0, 1);
      int events = deployment.answers().size();
      long joined = awaitJoined(deployment, Math.min(events, labelled));
      assertThat(joined).isGreaterThanOrEqualTo(Math.min(events, labelled));
      assertThat(serve.text("/metrics")).contains("inkstream_labels_total{outcome=\"joined\"}");
      assertThat(serve.terminate()).isZero();
    } finally {
      serve.close();
    }

    assertCounted(deployment);
  }

  private static long awaitJoined(Deployment deployment, long events) {
    Instant deadline = Instant.now().plus(PATIENCE);
    long joined = told(deployment).labelled();
    while (joined < events && Instant.now().isBefore(deadline)) {
      Deployment.pause();
      joined = told(deployment).labelled();
    }
    return joined;
  }

  /** Compares with a plain look at what is on the topics. */
  private static void assertCounted(Deployment deployment) {
    Map<String, Integer> truths = new HashMap<>();
    deployment
        .kafka()
        .committed(deployment.topics().labels())
        .forEach(
            record -> {
              LabelEvent label = decode(deployment.topics().labels().wire(), record);
              truths.putIfAbsent(label.getId(), label.getLabel());
            });
    long labelled = 0;
    long errors = 0;
    for (Classification answer : deployment.answers()) {
      Integer truth = truths.get(answer.getId());
      labelled += truth == null ? 0 : 1;
      errors += truth == null || truth == answer.getLabel() ? 0 : 1;
    }
    LabelCounts counted = told(deployment);
    assertThat(counted.labelled()).isEqualTo(labelled);
    assertThat(counted.errors()).isEqualTo(errors);
  }

  /** What the joins have told the windows in transactions that were committed. */
  private static LabelCounts told(Deployment deployment) {
    Topic<DriftCounts> topic =
        new Topic<>(
            deployment.topics().prefix() + "inkstream-label-counts-repartition",
            COUNTS,
            true,
            Map.of());
    LabelCounts all = new LabelCounts();
    deployment
        .kafka()
        .committed(topic)
        .forEach(record -> all.merge(WindowCounts.of(decode(COUNTS, record)).labels()));
    return all;
  }

  private static <T extends org.apache.avro.specific.SpecificRecordBase> T decode(
      Wire<T> wire, ConsumerRecord<byte[], byte[]> record) {
    try {
      return wire.decode(record.value());
    } catch (UndecodableException e) {
      throw new AssertionError(record.topic() + " offset " + record.offset(), e);
    }
  }
}
