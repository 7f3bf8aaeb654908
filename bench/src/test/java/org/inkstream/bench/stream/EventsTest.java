package org.inkstream.bench.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.Wire;
import org.junit.jupiter.api.Test;

class EventsTest {

  private static final ImageSet IMAGES =
      new ImageSet(2, 1, new byte[] {1, 2, 3, 4, 5, (byte) 255}, new int[] {0, 1, 2});

  private final Events events = new Events(IMAGES);

  @Test
  void shouldSayInTheIdWhereAnEventStands() throws Exception {
    Instant time = Instant.ofEpochMilli(1_000);

    ImageEvent event = Wire.of(ImageEvent.class).decode(events.avro(3, 17, time));

    assertThat(event.getId()).isEqualTo("3-17");
    assertThat(event.getCapturedAt()).isEqualTo(time);
    // Event 17 x 4 + 3 = 71 of three images over and over is the last one.
    assertThat(event.getPixels()).isEqualTo(ByteBuffer.wrap(new byte[] {5, (byte) 255}));
  }

  @Test
  void shouldWriteTheSameEventAsJson() throws Exception {
    JsonNode json = new ObjectMapper().readTree(events.json(3, 17));

    assertThat(json.get("id").asText()).isEqualTo("3-17");
    assertThat(json.get("width").asInt()).isEqualTo(2);
    assertThat(json.get("height").asInt()).isEqualTo(1);
    assertThat(json.get("pixels").toString()).isEqualTo("[5,255]");
  }

  @Test
  void shouldReadAnAnswerBack() throws Exception {
    Answer passed = Answer.reader(Variant.PASS_THROUGH).read(events.avro(2, 9, Instant.EPOCH));
    Answer json =
        Answer.reader(Variant.JSON_DL4J)
            .read("{\"id\":\"1-5\",\"label\":7,\"probabilities\":[1.0]}".getBytes("UTF-8"));

    assertThat(passed).isEqualTo(new Answer(2, 9, -1));
    assertThat(json).isEqualTo(new Answer(1, 5, 7));
  }

  @Test
  void shouldNumberEventsAsTheyAreSent() {
    assertThat(ScheduledLoad.number(3, 17)).isEqualTo(71);
  }
}
