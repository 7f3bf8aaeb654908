package org.inkstream.streams.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.idx.Part;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ImageEncoding;
import org.inkstream.schemas.ModelState;
import org.inkstream.streams.testing.TestImages;
import org.inkstream.streams.testing.TestModel;
import org.junit.jupiter.api.Test;

class WholePathIT {

  private static final int EVENTS = 60;
  private static final TestModel MODEL = TestModel.of("20261123T000000Z-softmax-1", 1);

  @Test
  void shouldClassifyRealDigitsFromPublicationToShutdown() throws Exception {
    Deployment deployment = new Deployment(2);
    ImageSet digits = DataSets.read("mnist", Part.TEST);
    try (ServeProcess serve = ServeProcess.start(deployment)) {
      serve.await(
          "to wait for a version",
          () ->
              serve.status("/health/ready") == 503
                  && serve.text("/health/ready").contains("no version was ever promoted"));
      assertThat(serve.status("/health/live")).isEqualTo(200);
      for (int i = 0; i < EVENTS; i++) {
        deployment.send("k" + i, event(i, digits.image(i)));
      }
      assertThat(deployment.kafka().committed(deployment.topics().deadLetters())).isEmpty();

      deployment.publish(MODEL).promote(MODEL.version(), Duration.ofSeconds(2));
      serve.awaitReady();
      deployment.awaitAnswers(0, 1);

      assertThat(serve.text("/metrics"))
          .contains(
              "inkstream_events_total{outcome=\"classified\",reason=\"\",version=\""
                  + MODEL.version()
                  + "\"} "
                  + (double) EVENTS)
          .contains("inkstream_batch_size_count", "inkstream_scoring_seconds_count")
          .contains("inkstream_event_age_seconds_count", "inkstream_native_bytes{version=")
          .contains("kafka_stream_");
      assertThat(deployment.statuses())
          .extracting(status -> status.getState())
          .contains(ModelState.LOADED)
          .doesNotContain(ModelState.REFUSED);
      assertThat(serve.terminate()).isZero();
    }

    Map<Deployment.Place, Classification> answers = deployment.verify(0);
    List<Integer> labels =
        answers.values().stream()
            .sorted((a, b) -> Integer.compare(number(a), number(b)))
            .map(Classification::getLabel)
            .toList();
    for (int i = 0; i < EVENTS; i++) {
      if (i % 3 != 2) {
        assertThat(labels.get(i)).as("digit " + i).isEqualTo(MODEL.label(digits.image(i)));
      }
    }
  }

  private static int number(Classification answer) {
    return Integer.parseInt(answer.getId());
  }

  private static byte[] event(int number, byte[] pixels) {
    String id = Integer.toString(number);
    return switch (number % 3) {
      case 0 -> TestImages.gray(id, pixels);
      case 1 ->
          TestImages.event(id, ImageEncoding.PNG, 28, 28, TestImages.file("png", 28, 28, pixels));
      default ->
          TestImages.event(id, ImageEncoding.JPEG, 28, 28, TestImages.file("jpeg", 28, 28, pixels));
    };
  }
}
