package org.inkstream.bench.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Results by name, in a file with one JSON object a line, so that a long measurement goes on where
 * it was cut short. A line that was cut itself is measured again. For one thread.
 */
final class Ledger {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, List<Double>> known = new HashMap<>();

  /** What a file has; it need not exist. */
  Ledger(Path file) {
    this.file = file;
    if (!Files.exists(file)) {
      return;
    }
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        try {
          known.putAll(JSON.readValue(line, new TypeReference<Map<String, List<Double>>>() {}));
        } catch (JsonProcessingException e) {
          // The process ended while it wrote the line; what it was about is measured again.
          continue;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** What was found under a name, or is found now. */
  double[] get(String name, Supplier<double[]> measure) {
    List<Double> found = known.get(name);
    if (found == null) {
      found = Arrays.stream(measure.get()).boxed().toList();
      known.put(name, found);
      append(Map.of(name, found));
    }
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** One number that was found under a name, or is found now. */
  double number(String name, DoubleSupplier measure) {
    return get(name, () -> new double[] {measure.getAsDouble()})[0];
  }

  private void append(Map<String, List<Double>> line) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          "\n" + JSON.writeValueAsString(line),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
