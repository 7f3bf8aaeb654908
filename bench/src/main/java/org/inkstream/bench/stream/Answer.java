package org.inkstream.bench.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;

/**
 * What an application said to one event.
 *
 * @param partition of the event
 * @param offset of the event
 * @param label the class; -1 for an application that classifies nothing
 */
record Answer(int partition, long offset, int label) {

  /** Reads the answers of one application. */
  interface Reader {
    Answer read(byte[] value) throws IOException, UndecodableException;
  }

  static Reader reader(Variant variant) {
    return switch (variant) {
      case PASS_THROUGH -> {
        Wire<ImageEvent> wire = Wire.of(ImageEvent.class);
        yield value -> of(wire.decode(value).getId(), -1);
      }
      case JSON_DL4J, JSON_DL4J_ONEDNN -> {
        ObjectMapper mapper = new ObjectMapper();
        yield value -> {
          Rivals.JsonAnswer answer = mapper.readValue(value, Rivals.JsonAnswer.class);
          return of(answer.id(), answer.label());
        };
      }
      case OURS_CONSTANT, OURS_MLP, OURS_CNN -> {
        Wire<Classification> wire = Wire.of(Classification.class);
        yield value -> {
          Classification answer = wire.decode(value);
          return new Answer(
              answer.getSourcePartition(), answer.getSourceOffset(), answer.getLabel());
        };
      }
      case ONNX -> {
        Wire<Classification> wire = Wire.of(Classification.class);
        yield value -> {
          Classification answer = wire.decode(value);
          return of(answer.getId(), answer.getLabel());
        };
      }
    };
  }

  private static Answer of(String id, int label) {
    int dash = id.indexOf('-');
    return new Answer(
        Integer.parseInt(id.substring(0, dash)), Long.parseLong(id.substring(dash + 1)), label);
  }
}
