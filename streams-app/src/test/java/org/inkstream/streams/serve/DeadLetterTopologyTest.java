package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.inkstream.streams.serve.TopologyFixture.LINGER;
import static org.inkstream.streams.serve.TopologyFixture.MAX_BATCH;
import static org.inkstream.streams.serve.TopologyFixture.START;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.inkstream.model.image.RejectionReason;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.streams.deadletter.DeadLetter;
import org.inkstream.streams.deadletter.DeadLetterHeaders;
import org.inkstream.streams.testing.FaultyModel;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeadLetterTopologyTest {

  private static final TestModel MODEL = TestModel.of("v1", 1);
  private static final Instant FUTURE = Instant.parse("2100-01-01T00:00:00Z");

  private TopologyFixture app;

  @BeforeEach
  void start(@TempDir Path stateDir) {
    app =
        new TopologyFixture(stateDir)
            .promote("v1", () -> FaultyModel.of(MODEL.load(MAX_BATCH)), START);
  }

  @AfterEach
  void nothingIsLeft() {
    app.wait(LINGER.multipliedBy(4));
    assertThat(app.outputsAreEmpty()).isTrue();
    app.close();
  }

  static Stream<Arguments> events() {
    byte[] pixels = TestImages.random(TestModel.SIDE, 1);
    byte[] png = TestImages.file("png", 28, 28, pixels);
    byte[] good = TestImages.good("a", 1);
    byte[] noDetail = "".getBytes(UTF_8);
    return Stream.of(
        Arguments.of("no value", null, "NULL_VALUE"),
        Arguments.of("no bytes", noDetail, "UNDECODABLE_EVENT"),
        Arguments.of("garbage", new byte[] {(byte) 0xC3, 1, 2, 3, 4, 5}, "UNDECODABLE_EVENT"),
        Arguments.of("a JSON value", "{\"id\": \"a\"}".getBytes(UTF_8), "UNDECODABLE_EVENT"),
        Arguments.of("cut short", Arrays.copyOf(good, good.length - 1), "UNDECODABLE_EVENT"),
        Arguments.of("too long", Arrays.copyOf(good, good.length + 1), "UNDECODABLE_EVENT"),
        Arguments.of("no id", TestImages.gray("", pixels), "MISSING_ID"),
        Arguments.of(
            "unknown encoding",
            TestImages.event("a", ImageEncoding.UNKNOWN, 28, 28, pixels),
            "UNKNOWN_ENCODING"),
        Arguments.of(
            "0 x 0", TestImages.event("a", ImageEncoding.GRAY8, 0, 0, new byte[0]), "EMPTY_IMAGE"),
        Arguments.of(
            "10,000 x 10,000",
            TestImages.event("a", ImageEncoding.GRAY8, 10_000, 10_000, pixels),
            "IMAGE_TOO_LARGE"),
        Arguments.of(
            "a PNG bomb",
            TestImages.event(
                "a", ImageEncoding.PNG, 28, 28, TestImages.pngThatClaims(60_000, 60_000)),
            "IMAGE_TOO_LARGE"),
        Arguments.of(
            "too few pixels",
            TestImages.event("a", ImageEncoding.GRAY8, 29, 28, pixels),
            "PIXELS_MISMATCH"),
        Arguments.of(
            "another size in the file",
            TestImages.event("a", ImageEncoding.PNG, 27, 28, png),
            "PIXELS_MISMATCH"),
        Arguments.of(
            "a truncated PNG",
            TestImages.event("a", ImageEncoding.PNG, 28, 28, Arrays.copyOf(png, png.length / 2)),
            "UNREADABLE_IMAGE"),
        Arguments.of(
            "a PNG that is said to be a JPEG",
            TestImages.event("a", ImageEncoding.JPEG, 28, 28, png),
            "UNREADABLE_IMAGE"),
        Arguments.of(
            "an image that breaks the network",
            TestImages.gray("a", FaultyModel.poisoned(pixels)),
            "SCORING_FAILED"),
        Arguments.of(
            "an image that the network answers with NaN",
            TestImages.gray("a", FaultyModel.confusing(pixels)),
            "SCORING_FAILED"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("events")
  void shouldKeepWhatCannotBeClassifiedAsItCameAndClassifyTheNext(
      String name, byte[] value, String reason) {
    Headers own = new RecordHeaders().add("trace", new byte[] {7}).add("none", null);
    app.pipe("before", TestImages.good("before", 2), START.plusMillis(1));
    app.pipe("bad", value, START.plusMillis(2), own);
    app.pipe("after", TestImages.good("after", 3), START.plusMillis(3));
    app.linger();

    List<TestRecord<byte[], byte[]>> letters = app.deadLetters();
    assertThat(letters).hasSize(1);
    TestRecord<byte[], byte[]> letter = letters.get(0);
    assertThat(letter.getKey()).isEqualTo("bad".getBytes(UTF_8));
    assertThat(letter.getValue()).isEqualTo(value);
    assertThat(letter.getRecordTime()).isEqualTo(START.plusMillis(2));
    assertThat(letter.getHeaders()).startsWith(own.toArray());
    DeadLetter said = DeadLetterHeaders.read(letter.getHeaders()).orElseThrow();
    assertThat(said)
        .isEqualTo(
            new DeadLetter(
                reason, said.detail(), "test.images", 0, 1, START.plusMillis(2).toEpochMilli()));
    assertThat(app.classifiedIds()).containsExactly("before", "after");
    assertThat(app.listener.rejections).containsExactly(RejectionReason.valueOf(reason));
    assertThat(app.listener.said).as("answers that are counted").hasSize(2);
  }

  @Test
  void shouldNotBelieveAnEventFromTheFuture() {
    app.pipe("key", TestImages.good("a", 1), FUTURE);
    app.pipe(TestImages.good("next", 2));
    app.linger();

    TestRecord<byte[], byte[]> letter = app.deadLetters().get(0);
    assertThat(letter.getValue()).isEqualTo(TestImages.good("a", 1));
    // A broker would not take a record from the future.
    assertThat(letter.getRecordTime()).isEqualTo(START);
    assertThat(DeadLetterHeaders.read(letter.getHeaders()))
        .contains(
            new DeadLetter(
                "TIMESTAMP_IN_FUTURE",
                "2100-01-01T00:00:00Z",
                "test.images",
                0,
                0,
                FUTURE.toEpochMilli()));
    assertThat(app.classifiedIds()).containsExactly("next");
  }

  @Test
  void shouldAllowForClocksThatDisagreeALittle() {
    app.pipe(null, TestImages.good("a", 1), START.plusSeconds(3600));
    app.linger();

    assertThat(app.classifiedIds()).containsExactly("a");
  }

  @Test
  void shouldClassifyAnEventOf1970ByTheFirstChampion() {
    app.promote(TestModel.of("v2", 2), START.plusSeconds(1));
    app.pipe(null, TestImages.good("a", 1), Instant.EPOCH);
    app.linger();

    TestRecord<byte[], Classification> answer = app.classifications().get(0);
    assertThat(answer.value().getModelVersion()).isEqualTo("v1");
    assertThat(answer.getRecordTime()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void shouldHalveABatchUntilTheCulpritsAreAlone() {
    byte[] culprit =
        TestImages.gray("bad", FaultyModel.poisoned(TestImages.random(TestModel.SIDE, 5)));
    app.pipe(TestImages.good("a", 1));
    app.pipe(culprit);
    app.pipe(TestImages.good("c", 3));
    app.pipe(culprit);

    List<TestRecord<byte[], Classification>> answers = app.classifications();
    assertThat(answers).extracting(answer -> answer.value().getId()).containsExactly("a", "c");
    assertThat(answers)
        .extracting(answer -> answer.value().getLabel())
        .containsExactly(
            MODEL.label(TestImages.random(TestModel.SIDE, 1)),
            MODEL.label(TestImages.random(TestModel.SIDE, 3)));
    assertThat(app.deadLetters())
        .allSatisfy(letter -> assertThat(letter.getValue()).isEqualTo(culprit))
        .extracting(letter -> DeadLetterHeaders.read(letter.getHeaders()).orElseThrow().offset())
        .containsExactly(1L, 3L);
  }

  @Test
  void shouldReplaceTheHeadersOfAnEarlierDeathButKeepTheOthers() {
    Headers headers = new RecordHeaders().add("trace", new byte[] {1});
    DeadLetterHeaders.write(headers, new DeadLetter("MISSING_ID", "", "other", 9, 9, 9));
    app.pipe("key", null, START, headers);

    TestRecord<byte[], byte[]> letter = app.deadLetters().get(0);
    assertThat(letter.getHeaders().toArray()).hasSize(7);
    assertThat(DeadLetterHeaders.read(letter.getHeaders()))
        .contains(new DeadLetter("NULL_VALUE", "", "test.images", 0, 0, START.toEpochMilli()));
  }
}
