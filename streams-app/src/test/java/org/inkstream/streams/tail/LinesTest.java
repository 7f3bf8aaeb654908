package org.inkstream.streams.tail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.inkstream.schemas.AccuracyEstimate;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.ClassShare;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.DriftAck;
import org.inkstream.schemas.DriftReport;
import org.inkstream.schemas.DriftState;
import org.inkstream.schemas.DriftStatistic;
import org.inkstream.schemas.GateOutcome;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.LabelEvent;
import org.inkstream.schemas.LabelReport;
import org.inkstream.schemas.LatencySummary;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.ModelVersion;
import org.inkstream.schemas.ShadowReport;
import org.inkstream.schemas.SwapReceipt;
import org.inkstream.streams.deadletter.DeadLetter;
import org.inkstream.streams.deadletter.DeadLetterHeaders;
import org.junit.jupiter.api.Test;

/** Records as text and as JSON. */
class LinesTest {

  private static final Instant TIME = Instant.parse("2026-11-23T12:00:00.123Z");

  @Test
  void shouldWriteAClassification() {
    Classification value =
        new Classification(
            "a-7",
            1,
            "one",
            List.of(0.25f, 0.7f, 0.05f),
            0.7f,
            0.75f,
            List.of(0, 1),
            0.0007,
            true,
            "v1",
            TIME,
            TIME.plusMillis(5),
            2,
            99L);

    assertThat(TextLines.text(value))
        .isEqualTo(
            "2026-11-23T12:00:00.128Z  a-7  1 (one) 0.7000  set {0,1}  outlier (p 0.0007)  by v1  from 2:99");
    assertThat(JsonLines.json(value))
        .isEqualTo(
            "{\"id\":\"a-7\",\"label\":1,\"labelName\":\"one\",\"probabilities\":[0.25,0.7,0.05],"
                + "\"confidence\":0.7,\"entropy\":0.75,\"predictionSet\":[0,1],"
                + "\"outlierPValue\":7.0E-4,\"outlier\":true,"
                + "\"modelVersion\":\"v1\",\"capturedAt\":1795435200123,"
                + "\"scoredAt\":1795435200128,\"sourcePartition\":2,\"sourceOffset\":99}");
  }

  @Test
  void shouldWriteAnImageWithoutMovingItsBuffer() {
    ByteBuffer pixels = ByteBuffer.wrap(new byte[] {9, 0, 1, -1, 9}, 1, 3);
    ImageEvent value = new ImageEvent("i", TIME, ImageEncoding.GRAY8, 3, 1, pixels, "");

    assertThat(JsonLines.json(value)).contains("\"pixels\":\"AAH/\"").contains("\"GRAY8\"");
    assertThat(JsonLines.json(value)).contains("\"pixels\":\"AAH/\"");
    assertThat(TextLines.text(value)).isEqualTo("2026-11-23T12:00:00.123Z  i  GRAY8 3x1  3 bytes");
  }

  @Test
  void shouldWriteNullsAndNestedRecords() throws Exception {
    LatencySummary latency = new LatencySummary(3L, 10L, 20L);
    SwapReceipt receipt =
        new SwapReceipt(
            null,
            "v2",
            TIME,
            Map.of("images-1", 7L, "images-0", 5L),
            4L,
            1L,
            2L,
            3L,
            4L,
            latency,
            latency,
            latency,
            100L,
            200L);
    ModelStatus value =
        new ModelStatus(
            "host-1", "v2", ModelState.SWAPPED, TIME, null, "", receipt, List.of(), 400L);

    String json = JsonLines.json(value);
    assertThat(json).contains("\"reason\":null").contains("{\"images-0\":5,\"images-1\":7}");
    JsonNode tree = new ObjectMapper().readTree(json);
    assertThat(tree.at("/receipt/before/p99Micros").asLong()).isEqualTo(20);
    assertThat(tree.at("/receipt/from").isNull()).isTrue();
    assertThat(TextLines.text(value))
        .startsWith("2026-11-23T12:00:00.123Z  host-1  SWAPPED v2  from none at")
        .endsWith("p99 20 us before, 20 during, 20 after; 4 late");
  }

  @Test
  void shouldSayAtWhichStepAVersionWasRefused() {
    List<GateOutcome> gate =
        List.of(
            new GateOutcome("DIGEST", "PASSED", ""),
            new GateOutcome("SIGNATURE", "FAILED", "it has no signature"),
            new GateOutcome("MEMORY", "SKIPPED", ""));
    ModelStatus value =
        new ModelStatus(
            "host-1",
            "v2",
            ModelState.REFUSED,
            TIME,
            "UNSIGNED",
            "it has no signature",
            null,
            gate,
            0L);

    assertThat(TextLines.text(value))
        .isEqualTo(
            "2026-11-23T12:00:00.123Z  host-1  REFUSED v2  UNSIGNED at SIGNATURE"
                + "  it has no signature");
  }

  @Test
  void shouldWriteNumbersThatJsonDoesNotHaveAsText() throws Exception {
    DriftStatistic statistic =
        DriftStatistic.newBuilder()
            .setName("entropy")
            .setMean(Double.NaN)
            .setReferenceMean(1.5)
            .setReferenceStdDev(0.1)
            .setPsi(Double.POSITIVE_INFINITY)
            .setPsiDebiased(-0.25)
            .setKs(0.0)
            .setEdges(List.of(0.5))
            .setBins(List.of(1L, 2L))
            .setReferenceBins(List.of(3L, 4L))
            .build();
    DriftReport value =
        DriftReport.newBuilder()
            .setVersion("v1")
            .setWindowStart(TIME)
            .setWindowEnd(TIME.plusSeconds(10))
            .setEvents(3)
            .setLateEvents(1)
            .setReferenceProfile("d")
            .setReferenceEvents(7)
            .setClasses(List.of(new ClassShare(0, "zero", 3L, 1.0, null, null)))
            .setStatistics(List.of(statistic))
            .build();

    JsonNode tree = new ObjectMapper().readTree(JsonLines.json(value));
    assertThat(tree.at("/statistics/0/mean").asText()).isEqualTo("NaN");
    assertThat(tree.at("/statistics/0/psi").asText()).isEqualTo("Infinity");
    assertThat(tree.at("/statistics/0/psiDebiased").asDouble()).isEqualTo(-0.25);
    // Of an older release: nothing is known of states.
    assertThat(TextLines.text(value))
        .isEqualTo(
            "2026-11-23T12:00:00.123Z/2026-11-23T12:00:10.123Z  v1  3 events (and 1 late)  UNKNOWN");
  }

  @Test
  void shouldWriteOfADriftReportWhatIsRaisedAndWhatTheAccuracyIs() {
    DriftReport value =
        DriftReport.newBuilder()
            .setVersion("v1")
            .setWindowStart(TIME)
            .setWindowEnd(TIME.plusSeconds(10))
            .setEvents(2000)
            .setClasses(List.of())
            .setStatistics(
                List.of(
                    statistic("input.mean", DriftState.OK, 0.4),
                    statistic("confidence.entropy", DriftState.ALARM, 123.4),
                    statistic("embedding.pc3", DriftState.WARN, Double.NaN)))
            .setState(DriftState.ALARM)
            .setMaterial(true)
            .setHarmful(true)
            .setAccuracyEstimates(
                List.of(new AccuracyEstimate("mean-confidence", 0.872, 0.001, 0.9922)))
            .setLabels(
                new LabelReport(
                    1002L,
                    0.5,
                    112L,
                    0.8882,
                    0.8672,
                    0.907,
                    0.31,
                    0.02,
                    0.17,
                    0.021,
                    7.1,
                    4.0,
                    DriftState.ALARM,
                    TIME,
                    null))
            .build();

    assertThat(TextLines.text(value))
        .isEqualTo(
            "2026-11-23T12:00:00.123Z/2026-11-23T12:00:10.123Z  v1  2000 events"
                + "  ALARM, material, harmful"
                + "  confidence.entropy ALARM 123/5.6  embedding.pc3 WARN ?/5.6"
                + "  labels.error ALARM 7.1/4.0"
                + "  estimated 87.20 % by mean-confidence (reference 99.22 %)"
                + "  measured 88.82 % (86.72 % to 90.70 %) with labels of 50.00 %");
  }

  @Test
  void shouldPrintAShadowReport() {
    ShadowReport report =
        ShadowReport.newBuilder()
            .setShadow("v2")
            .setChampion("v1")
            .setWindowStart(TIME.minusSeconds(30))
            .setWindowEnd(TIME)
            .setEvents(100)
            .setCompared(80)
            .setShed(15)
            .setFailed(5)
            .setAgreed(76)
            .setAgreement(0.95)
            .setDisagreements(List.of())
            .setOtherDisagreements(4)
            .setChampionConfidence(0.9)
            .setShadowConfidence(0.8)
            .setConfidenceDifference(-0.1)
            .setConfidenceDifferenceError(0.01)
            .setLabelled(10)
            .setBothRight(8)
            .setChampionOnly(0)
            .setShadowOnly(1)
            .setChampionAccuracy(0.8)
            .setShadowAccuracy(0.9)
            .build();

    assertThat(TextLines.text(report))
        .isEqualTo(
            TIME
                + "  v2 beside v1  80 of 100 events compared (15 shed, 5 failed), agreement 0.9500;"
                + " accuracy 0.9000 and 0.8000 on 10 labels");
  }

  @Test
  void shouldWriteWhoAcknowledgedWhat() {
    assertThat(TextLines.text(new DriftAck("v1", "", TIME, "ann@host", "")))
        .isEqualTo("2026-11-23T12:00:00.123Z  v1  all acknowledged  by ann@host");
    assertThat(TextLines.text(new DriftAck("v1", "input.mean", TIME, "ann@host", "new scanner")))
        .isEqualTo(
            "2026-11-23T12:00:00.123Z  v1  input.mean acknowledged: new scanner  by ann@host");
    assertThat(JsonLines.json(new DriftAck("v1", "", TIME, "ann@host", "")))
        .isEqualTo(
            "{\"version\":\"v1\",\"statistic\":\"\",\"at\":1795435200123,"
                + "\"who\":\"ann@host\",\"reason\":\"\"}");
  }

  private static DriftStatistic statistic(String name, DriftState state, double log10Evidence) {
    return DriftStatistic.newBuilder()
        .setName(name)
        .setMean(0.2)
        .setReferenceMean(0.1)
        .setReferenceStdDev(0.1)
        .setPsi(0.3)
        .setPsiDebiased(0.2)
        .setKs(0.1)
        .setBins(List.of())
        .setReferenceBins(List.of())
        .setLog10Evidence(log10Evidence)
        .setLog10Threshold(5.623)
        .setState(state)
        .build();
  }

  @Test
  void shouldWriteVersionsAliasesAndLabels() {
    ModelVersion version =
        new ModelVersion(
            "v1",
            "cnn",
            TIME,
            28,
            28,
            List.of("a", "b"),
            431080L,
            Map.of("ece", 0.01, "accuracy", 0.99),
            1000L,
            "00",
            1,
            0,
            0L,
            List.of("0123456789abcdef"));
    AliasChange change = new AliasChange("champion", "v1", TIME, null, "promote", "", TIME, null);

    assertThat(TextLines.text(version))
        .isEqualTo(
            "2026-11-23T12:00:00.123Z  v1  cnn  28x28 to 2 classes  431080 weights  1000 bytes"
                + "  accuracy 0.9900  ece 0.0100  signed by 0123456789abcdef");
    assertThat(TextLines.text(change))
        .isEqualTo(
            "2026-11-23T12:00:00.123Z  champion none -> v1  from 2026-11-23T12:00:00.123Z"
                + "  promote");
    assertThat(TextLines.text(new LabelEvent("i", 3, TIME)))
        .isEqualTo("2026-11-23T12:00:00.123Z  i  label 3");
  }

  @Test
  void shouldLetNoProducerEndTheLineOrMoveTheCursor() {
    String hostile = "a\nb\r\u001b[2Jc\u009b2Jd\u2028e\u0000";
    SpecificRecordBase value = new LabelEvent(hostile, 3, TIME);

    assertThat(TextLines.text(value)).contains("a?b??[2Jc?2Jd?e?  label 3");
    assertThat(JsonLines.json(value)).doesNotContain("\n").doesNotContain("\u001b");
  }

  @Test
  void shouldWriteADeadLetterWithAllThatWasInTheEvent() throws Exception {
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", new byte[] {1, 2}).add("none", null);
    DeadLetterHeaders.write(
        headers, new DeadLetter("EMPTY_IMAGE", "0 x\n5", "images", 3, 77, 1795435200123L));

    ConsumerRecord<byte[], byte[]> letter = record("k".getBytes(UTF_8), new byte[] {-1}, headers);

    JsonNode tree = new ObjectMapper().readTree(DeadLetterLines.json(letter));
    assertThat(tree.toString())
        .isEqualTo(
            "{\"topic\":\"images\",\"partition\":3,\"offset\":77,\"timestamp\":1795435200123,"
                + "\"reason\":\"EMPTY_IMAGE\",\"detail\":\"0 x\\n5\",\"key\":\"k\","
                + "\"keyBase64\":\"aw==\",\"value\":\"/w==\","
                + "\"headers\":[{\"key\":\"trace\",\"value\":\"AQI=\"},"
                + "{\"key\":\"none\",\"value\":null}],"
                + "\"deadLetterPartition\":1,\"deadLetterOffset\":42}");
    assertThat(DeadLetterLines.text(letter))
        .isEqualTo("1:42  2026-11-23T12:00:00.123Z  EMPTY_IMAGE  from images 3:77  1 bytes  0 x?5");
  }

  @Test
  void shouldWriteWhatSomebodyElsePutAmongTheDeadLetters() throws Exception {
    ConsumerRecord<byte[], byte[]> other = record(null, null, new RecordHeaders());

    JsonNode tree = new ObjectMapper().readTree(DeadLetterLines.json(other));
    assertThat(tree.get("reason").isNull()).isTrue();
    assertThat(tree.get("value").isNull()).isTrue();
    assertThat(tree.get("key").isNull()).isTrue();
    assertThat(DeadLetterLines.text(other)).isEqualTo("1:42  not a dead letter of ours  0 bytes");
  }

  private static ConsumerRecord<byte[], byte[]> record(
      byte[] key, byte[] value, RecordHeaders headers) {
    return new ConsumerRecord<>(
        "images.dead-letter",
        1,
        42,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        headers,
        java.util.Optional.empty());
  }
}
