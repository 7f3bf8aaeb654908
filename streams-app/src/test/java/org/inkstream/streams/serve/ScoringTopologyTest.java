package org.inkstream.streams.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.inkstream.streams.serve.TopologyFixture.LINGER;
import static org.inkstream.streams.serve.TopologyFixture.MAX_BATCH;
import static org.inkstream.streams.serve.TopologyFixture.START;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.inkstream.model.bundle.Bundle;
import org.inkstream.model.bundle.BundleFile;
import org.inkstream.model.bundle.Gate;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.RefusedException;
import org.inkstream.model.drift.OutlierTest;
import org.inkstream.model.drift.ReferenceProfile;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.profiling.Outliers;
import org.inkstream.model.profiling.Profiles;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringTopologyTest {

  private static final TestModel FIRST = TestModel.of("v1", 1);
  private static final TestModel SECOND = TestModel.of("v2", 2);

  private TopologyFixture app;

  @BeforeEach
  void start(@TempDir Path stateDir) {
    app = new TopologyFixture(stateDir);
  }

  @AfterEach
  void nothingIsLeft() {
    app.wait(LINGER.multipliedBy(4));
    assertThat(app.outputsAreEmpty()).isTrue();
    app.close();
  }

  @Test
  void shouldAnswerWithTheNumbersThatPlainArithmeticGives() {
    app.promote(FIRST, START);
    byte[] pixels = TestImages.random(TestModel.SIDE, 7);
    double[] expected = FIRST.probabilities(pixels);
    int label = FIRST.label(pixels);
    app.wait(Duration.ofMillis(40));

    app.pipe("key", TestImages.gray("a", pixels), START);
    app.linger();

    TestRecord<byte[], Classification> answer = app.classifications().get(0);
    Classification found = answer.value();
    assertThat(found.getId()).isEqualTo("a");
    assertThat(found.getLabel()).isEqualTo(label);
    assertThat(found.getLabelName()).isEqualTo(FIRST.labels().get(label));
    double entropy = 0;
    for (int c = 0; c < expected.length; c++) {
      assertThat(found.getProbabilities().get(c)).isCloseTo((float) expected[c], within(1e-5f));
      entropy -= expected[c] * Math.log(expected[c]);
    }
    assertThat(found.getProbabilities()).hasSize(TestModel.CLASSES);
    assertThat(found.getConfidence()).isCloseTo((float) expected[label], within(1e-5f));
    assertThat(found.getEntropy()).isCloseTo((float) entropy, within(1e-4f));
    // The reference has too few images for a coverage of 99.9 %: no class can be left out.
    assertThat(found.getPredictionSet())
        .isEqualTo(IntStream.range(0, TestModel.CLASSES).boxed().toList());
    assertThat(app.listener.said)
        .containsExactly(FIRST.labels().get(label) + " " + found.getConfidence());
    assertThat(found.getModelVersion()).isEqualTo("v1");
    assertThat(found.getCapturedAt()).isEqualTo(TestImages.CAPTURED);
    assertThat(found.getScoredAt()).isEqualTo(START.plusMillis(50));
    assertThat(found.getSourcePartition()).isZero();
    assertThat(found.getSourceOffset()).isZero();
    assertThat(answer.getKey()).isEqualTo("key".getBytes(UTF_8));
    assertThat(answer.getRecordTime()).isEqualTo(START);
  }

  /** What is served is what the same test says where nothing is served. */
  @Test
  void shouldFlagWhatIsUnlikeTheReference() {
    ReferenceProfile profile = profile(1_300);
    OutlierTest test = profile.outlierTest().orElseThrow();
    app.promote(FIRST.version(), () -> loaded(profile), START);
    ImageSet images = images(10_000, 7);
    Arrays.fill(
        images.pixels(), 3 * TestModel.SIDE * TestModel.SIDE, images.pixels().length, (byte) 0);
    double[] expected =
        Outliers.pValues(
            test, profile, new ImageEncoder(FIRST.bundle().manifest().preprocessing()), images);

    for (int i = 0; i < images.count(); i++) {
      app.pipe(TestImages.gray("e" + i, images.image(i)));
    }
    app.linger();

    List<Classification> answers =
        app.classifications().stream().map(TestRecord::getValue).toList();
    assertThat(answers).hasSize(7);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i).getOutlierPValue()).isEqualTo(expected[i]);
      assertThat(answers.get(i).getOutlier()).isEqualTo(i >= 3);
    }
    assertThat(app.listener.outliers).isEqualTo(4);
  }

  private static ImageSet images(int seed, int count) {
    byte[] pixels = new byte[count * TestModel.SIDE * TestModel.SIDE];
    for (int i = 0; i < count; i++) {
      byte[] image = TestImages.random(TestModel.SIDE, seed + i);
      System.arraycopy(image, 0, pixels, i * image.length, image.length);
    }
    return new ImageSet(TestModel.SIDE, TestModel.SIDE, pixels, new int[count]);
  }

  private static ReferenceProfile profile(int count) {
    try (LoadedModel model = FIRST.load(MAX_BATCH);
        Scorer scorer = model.newScorer(MAX_BATCH)) {
      return Profiles.profile(
          scorer,
          model.encoder(),
          images(20_000, count),
          model.profile().featureMap(),
          FIRST.labels(),
          0.9);
    }
  }

  private static LoadedModel loaded(ReferenceProfile profile) {
    Bundle bundle = FIRST.bundle();
    try {
      return Gate.load(
          BundleFile.bytes(
              new Bundle(bundle.manifest(), bundle.network(), profile, bundle.golden())),
          MAX_BATCH);
    } catch (RefusedException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Test
  void shouldAnswerAllThreeEncodingsOfAnImageAlike() {
    app.promote(FIRST, START);
    byte[] pixels = new byte[TestModel.SIDE * TestModel.SIDE];
    // Blocks of eight by eight survive JPEG's compression.
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 28 / 8 % 2 == i % 28 / 8 % 2 ? 255 : 0);
    }
    app.pipe(TestImages.gray("gray", pixels));
    app.pipe(
        TestImages.event("png", ImageEncoding.PNG, 28, 28, TestImages.file("png", 28, 28, pixels)));
    app.pipe(
        TestImages.event(
            "jpeg", ImageEncoding.JPEG, 28, 28, TestImages.file("jpeg", 28, 28, pixels)));
    app.linger();

    assertThat(app.classifications())
        .extracting(answer -> answer.value().getId(), answer -> answer.value().getLabel())
        .containsExactly(
            tuple("gray", FIRST.label(pixels)),
            tuple("png", FIRST.label(pixels)),
            tuple("jpeg", FIRST.label(pixels)));
  }

  @Test
  void shouldScoreABatchTheMomentItIsFull() {
    app.promote(FIRST, START);
    for (int i = 0; i < MAX_BATCH - 1; i++) {
      app.pipe(TestImages.good("e" + i, i));
    }
    assertThat(app.outputsAreEmpty()).isTrue();

    app.pipe(TestImages.good("e3", 3));

    assertThat(app.classifiedIds()).containsExactly("e0", "e1", "e2", "e3");
    assertThat(app.listener.batches).containsExactly(MAX_BATCH);
  }

  @Test
  void shouldScoreWhatHasLingered() {
    app.promote(FIRST, START);
    app.pipe(TestImages.good("a", 1));
    app.pipe(TestImages.good("b", 2));
    app.wait(LINGER);
    assertThat(app.outputsAreEmpty()).isTrue();

    app.wait(LINGER);

    assertThat(app.classifiedIds()).containsExactly("a", "b");
    assertThat(app.listener.batches).containsExactly(2);
  }

  @Test
  void shouldWaitALittleLongerWhileMoreKeepsComing() {
    app.promote(FIRST, START);
    for (int i = 0; i < MAX_BATCH - 1; i++) {
      app.pipe(TestImages.good("e" + i, i));
      app.wait(LINGER.minusMillis(1));
      assertThat(app.outputsAreEmpty()).isTrue();
    }

    app.linger();

    assertThat(app.listener.batches).containsExactly(MAX_BATCH - 1);
    assertThat(app.classifiedIds()).containsExactly("e0", "e1", "e2");
  }

  @Test
  void shouldScoreAtOnceWhatWouldTakeMuchMemory() {
    app.promote(FIRST, START);
    byte[] large = new byte[2000 * 1100];
    large[0] = 1;
    app.pipe(TestImages.event("a", ImageEncoding.GRAY8, 2000, 1100, large));
    assertThat(app.outputsAreEmpty()).isTrue();

    app.pipe(TestImages.event("b", ImageEncoding.GRAY8, 2000, 1100, large));

    assertThat(app.classifiedIds()).containsExactly("a", "b");
  }

  @Test
  void shouldLetTheOldChampionFinishWhenTheNewOneTakesOver() {
    app.promote(FIRST, START).promote(SECOND, START.plusSeconds(10));
    app.pipe(null, TestImages.good("a", 1), START.plusMillis(9_999));
    app.pipe(null, TestImages.good("b", 2), START.plusMillis(10_000));

    List<TestRecord<byte[], Classification>> before = app.classifications();
    app.linger();
    List<TestRecord<byte[], Classification>> after = app.classifications();

    assertThat(before)
        .extracting(answer -> answer.value().getId(), answer -> answer.value().getModelVersion())
        .containsExactly(tuple("a", "v1"));
    assertThat(after)
        .extracting(answer -> answer.value().getId(), answer -> answer.value().getModelVersion())
        .containsExactly(tuple("b", "v2"));
    assertThat(after.get(0).value().getLabel())
        .isEqualTo(SECOND.label(TestImages.random(TestModel.SIDE, 2)));
    assertThat(app.listener.switches).containsExactly("v1 from 0:0", "v2 from 0:1");
  }

  @Test
  void shouldTellThatAChampionIsBackWhereTheOneInBetweenHadNoEvent() {
    app.promote(FIRST, START)
        .promote(SECOND, START.plusSeconds(10))
        .promote(FIRST, START.plusSeconds(20));
    app.pipe(null, TestImages.good("a", 1), START.plusSeconds(9));
    app.pipe(null, TestImages.good("b", 2), START.plusSeconds(20));
    app.pipe(null, TestImages.good("c", 3), START.plusSeconds(9));
    app.pipe(null, TestImages.good("d", 4), START.plusSeconds(21));
    app.linger();

    assertThat(app.classifications())
        .extracting(answer -> answer.value().getModelVersion())
        .containsOnly("v1");
    assertThat(app.listener.switches).containsExactly("v1 from 0:0", "v1 from 0:1");
  }

  @Test
  void shouldScoreAnEventFromBeforeTheFirstChampionByTheFirst() {
    app.promote(FIRST, START).promote(SECOND, START.plusSeconds(10));
    app.pipe(null, TestImages.good("a", 1), START.minusSeconds(3600));
    app.linger();

    assertThat(app.classifications())
        .extracting(answer -> answer.value().getModelVersion())
        .containsExactly("v1");
  }

  @Test
  void shouldScoreAnEventOutOfOrderByTheChampionOfItsOwnTime() {
    app.promote(FIRST, START).promote(SECOND, START.plusSeconds(10));
    app.pipe(null, TestImages.good("a", 1), START.plusSeconds(11));
    app.pipe(null, TestImages.good("b", 2), START.plusSeconds(9));
    app.pipe(null, TestImages.good("c", 3), START.plusSeconds(12));
    app.linger();

    assertThat(app.classifications())
        .extracting(answer -> answer.value().getModelVersion())
        .containsExactly("v2", "v1", "v2");
  }

  @Test
  void shouldNeverScoreWithAVersionThatTheGateRefuses() {
    app.promote(FIRST, START).promote("refused", START.plusSeconds(10));
    app.pipe(null, TestImages.good("a", 1), START.plusSeconds(11));
    app.pipe(null, TestImages.good("b", 2), START.plusSeconds(12));
    app.linger();

    assertThat(app.classifications())
        .extracting(answer -> answer.value().getId(), answer -> answer.value().getModelVersion())
        .containsExactly(tuple("a", "v1"), tuple("b", "v1"));
  }

  @Test
  void shouldAnswerInTheOrderOfThePartition() {
    app.promote(FIRST, START).promote(SECOND, START.plusSeconds(1));
    for (int i = 0; i < 50; i++) {
      // Batches end for want of room, for a change of version and for time.
      app.pipe("k" + i, TestImages.good("e" + i, i), START.plusMillis(i % 7 == 0 ? 2_000 : i));
      if (i % 11 == 0) {
        app.linger();
      }
    }
    app.linger();

    List<TestRecord<byte[], Classification>> answers = app.classifications();
    assertThat(answers).hasSize(50);
    for (int i = 0; i < 50; i++) {
      Classification answer = answers.get(i).value();
      assertThat(answer.getSourceOffset()).isEqualTo(i);
      assertThat(answer.getId()).isEqualTo("e" + i);
      assertThat(answer.getModelVersion()).isEqualTo(i % 7 == 0 ? "v2" : "v1");
    }
  }

  @Test
  void shouldGiveEachAnswerItsOwnEventsKeyTimeAndHeaders() {
    app.promote(FIRST, START);
    for (int i = 0; i < MAX_BATCH; i++) {
      Headers headers = new RecordHeaders().add("trace", new byte[] {(byte) i}).add("none", null);
      app.pipe(i == 1 ? null : "k" + i, TestImages.good("e" + i, i), START.plusMillis(i), headers);
    }

    List<TestRecord<byte[], Classification>> answers = app.classifications();
    assertThat(answers).hasSize(MAX_BATCH);
    for (int i = 0; i < MAX_BATCH; i++) {
      TestRecord<byte[], Classification> answer = answers.get(i);
      assertThat(answer.getKey()).isEqualTo(i == 1 ? null : ("k" + i).getBytes(UTF_8));
      assertThat(answer.getRecordTime()).isEqualTo(START.plusMillis(i));
      assertThat(answer.getHeaders())
          .isEqualTo(new RecordHeaders().add("trace", new byte[] {(byte) i}).add("none", null));
    }
  }

  @Test
  void shouldGiveWhatLingeredItsOwnKeyTimeAndHeadersToo() {
    app.promote(FIRST, START);
    Headers headers = new RecordHeaders().add("trace", new byte[] {9});
    app.pipe("key", TestImages.good("a", 1), START.minusSeconds(5), headers);
    app.linger();

    TestRecord<byte[], Classification> answer = app.classifications().get(0);
    assertThat(answer.getKey()).isEqualTo("key".getBytes(UTF_8));
    assertThat(answer.getRecordTime()).isEqualTo(START.minusSeconds(5));
    assertThat(answer.getHeaders()).isEqualTo(new RecordHeaders().add("trace", new byte[] {9}));
  }

  @Test
  void shouldGiveBackANetworkThatIsNoLongerChampionThoughNoEventComes() {
    app.promote(FIRST, START).promote(SECOND, START.plusSeconds(5));
    app.pipe(TestImages.good("a", 1));
    app.linger();
    assertThat(app.classifiedIds()).containsExactly("a");
    assertThat(app.isLoaded("v1")).isTrue();

    app.wait(Duration.ofSeconds(10));

    assertThat(app.isLoaded("v1")).isFalse();
  }

  @Test
  void shouldLoadAnOldVersionOnceForAReplayOfItsEvents() {
    app.promote(FIRST, START).promote(SECOND, START.plusSeconds(1));
    app.wait(Duration.ofSeconds(60));
    for (int i = 0; i < 10; i++) {
      app.pipe(null, TestImages.good("e" + i, i), START);
      // The batch is scored, and then there is a moment without an event.
      app.linger();
      app.wait(LINGER);
    }

    assertThat(app.classifiedIds()).hasSize(10);
    assertThat(app.loads).containsExactly("v1");
  }
}
