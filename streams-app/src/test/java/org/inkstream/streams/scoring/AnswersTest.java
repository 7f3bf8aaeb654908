package org.inkstream.streams.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.inkstream.model.conformal.PredictionSets;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ImageEvent;
import org.junit.jupiter.api.Test;

class AnswersTest {

  private static final Instant TIME = Instant.parse("2026-11-23T08:00:00Z");
  private static final float[] ROWS = {0.1f, 0.2f, 0.7f, 0.4f, 0.5f, 0.1f};

  @Test
  void shouldHaveEachClassThatCannotBeExcluded() {
    Optional<PredictionSets> sets = Optional.of(new PredictionSets(0.9, 100, 0.4f));

    assertThat(answer(sets, 0).getPredictionSet()).containsExactly(2);
    assertThat(answer(sets, 1).getPredictionSet()).containsExactly(0, 1);
    assertThat(answer(sets, 1).getLabelName()).isEqualTo("b");
  }

  @Test
  void shouldHaveNoSetForAModelThatWasNotCalibratedForAny() {
    Classification answer = answer(Optional.empty(), 1);

    assertThat(answer.getPredictionSet()).isEmpty();
    assertThat(answer.getOutlierPValue()).isNull();
    assertThat(answer.getOutlier()).isFalse();
  }

  private static Classification answer(Optional<PredictionSets> sets, int row) {
    ImageEvent event =
        ImageEvent.newBuilder()
            .setId("a")
            .setCapturedAt(TIME)
            .setEncoding(ImageEncoding.GRAY8)
            .setWidth(1)
            .setHeight(1)
            .setPixels(ByteBuffer.wrap(new byte[1]))
            .build();
    PendingImage image =
        new PendingImage(0, 7, TIME.toEpochMilli(), null, new byte[0], new RecordHeaders());
    return new Answers("v1", List.of("a", "b", "c"), sets, Optional.empty())
        .of(image, event, ROWS, row, 1, TIME);
  }
}
