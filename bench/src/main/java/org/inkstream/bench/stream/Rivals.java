package org.inkstream.bench.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.inkstream.bench.engine.Agreement;
import org.inkstream.bench.engine.Bundles;
import org.inkstream.bench.engine.Engine;
import org.inkstream.bench.engine.Kind;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.scorer.Scorer;
import org.inkstream.schemas.Classification;
import org.inkstream.schemas.ImageEvent;
import org.inkstream.schemas.UndecodableException;
import org.inkstream.schemas.Wire;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Applications of others: what one would write who knows Kafka Streams and the engine. */
final class Rivals {

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private Rivals() {}

  /** An image as JSON. */
  record JsonImage(String id, int width, int height, int[] pixels) {}

  /** An answer as JSON. */
  record JsonAnswer(String id, int label, float[] probabilities) {}

  static Topology passThrough(String from, String to) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(from, Consumed.with(BYTES, BYTES)).to(to, Produced.with(BYTES, BYTES));
    return builder.build();
  }

  /** JSON in, the network called for each record, JSON out. */
  static Topology json(String from, String to, Path networkFile) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    MultiLayerNetwork network =
        ModelSerializer.restoreMultiLayerNetwork(networkFile.toFile(), false);
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(from, Consumed.with(BYTES, BYTES))
        .mapValues(value -> read(mapper, value))
        .mapValues(image -> classify(network, image))
        .mapValues(answer -> write(mapper, answer))
        .to(to, Produced.with(BYTES, BYTES));
    return builder.build();
  }

  /** Compact Avro in and out, ONNX Runtime called for each record. */
  static Topology onnx(String from, String to, Path networkFile) throws IOException {
    Scorer scorer = Engine.ONNX.open(Files.readAllBytes(networkFile), 1);
    Wire<ImageEvent> images = Wire.of(ImageEvent.class);
    Wire<Classification> answers = Wire.of(Classification.class);
    ImageEncoder encoder = new ImageEncoder(Bundles.PREPROCESSING);
    float[] input = new float[Bundles.PREPROCESSING.inputSize()];
    float[] probabilities = new float[Kind.CLASSES];
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(from, Consumed.with(BYTES, BYTES))
        .mapValues(
            value -> {
              ImageEvent event = decode(images, value);
              encoder.encode(event, input, 0);
              scorer.score(input, 1, probabilities);
              return answers.encode(answer(event, probabilities));
            })
        .to(to, Produced.with(BYTES, BYTES));
    return builder.build();
  }

  private static JsonAnswer classify(MultiLayerNetwork network, JsonImage image) {
    float[] pixels = new float[image.pixels().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = image.pixels()[i] / 255f;
    }
    INDArray output = network.output(Nd4j.create(pixels, new long[] {1, pixels.length}));
    float[] probabilities = output.toFloatVector();
    int label = Agreement.label(probabilities, 0, probabilities.length);
    return new JsonAnswer(image.id(), label, probabilities);
  }

  private static Classification answer(ImageEvent event, float[] probabilities) {
    int label = Agreement.label(probabilities, 0, probabilities.length);
    List<Float> all = new ArrayList<>(probabilities.length);
    for (float p : probabilities) {
      all.add(p);
    }
    return new Classification(
        event.getId(),
        label,
        Integer.toString(label),
        all,
        probabilities[label],
        0f,
        List.of(),
        null,
        false,
        "onnx",
        event.getCapturedAt(),
        Instant.ofEpochMilli(System.currentTimeMillis()),
        -1,
        -1L);
  }

  private static ImageEvent decode(Wire<ImageEvent> wire, byte[] value) {
    try {
      return wire.decode(value);
    } catch (UndecodableException e) {
      throw new IllegalStateException("not an image event", e);
    }
  }

  private static JsonImage read(ObjectMapper mapper, byte[] value) {
    try {
      return mapper.readValue(value, JsonImage.class);
    } catch (IOException e) {
      throw new IllegalStateException("not an image in JSON", e);
    }
  }

  private static byte[] write(ObjectMapper mapper, JsonAnswer answer) {
    try {
      return mapper.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers are always JSON", e);
    }
  }
}
