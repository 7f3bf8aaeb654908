package org.inkstream.trainer.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.trainer.fit.ClassWeights;
import picocli.CommandLine.Option;

/** How much the images of each class count, for use as a picocli mixin. */
final class ClassWeightsOption {

  @Option(
      names = "--class-weights",
      paramLabel = "balanced|FILE|none",
      defaultValue = "none",
      description =
          "How much the images of each class count in training. balanced: all classes alike,"
              + " however many images they have. A file has a label and its weight a line, as CSV."
              + " Default: ${DEFAULT-VALUE}.")
  private String weights;

  /**
   * The weights. To be asked before the work, not after.
   *
   * @throws CommandFailure in one line, if a file is not as it should be
   */
  ClassWeights read() {
    return switch (weights) {
      case "none" -> ClassWeights.NONE;
      case "balanced" -> ClassWeights.BALANCED;
      default -> read(Path.of(weights));
    };
  }

  /**
   * Sees to it that each class has a weight, where weights are given by name.
   *
   * @param read what {@link #read()} gave
   * @throws CommandFailure in one line, if one has none, or what is no class has one
   */
  void check(ClassWeights read, List<String> labels) {
    try {
      read.check(labels);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--class-weights: %s: %s".formatted(weights, e.getMessage()), e);
    }
  }

  private static ClassWeights read(Path file) {
    CsvMapper mapper = new CsvMapper();
    mapper.enable(CsvParser.Feature.WRAP_AS_ARRAY);
    mapper.enable(CsvParser.Feature.SKIP_EMPTY_LINES);
    mapper.enable(CsvParser.Feature.TRIM_SPACES);
    Map<String, Double> given = new LinkedHashMap<>();
    try (BufferedReader text = Files.newBufferedReader(file);
        MappingIterator<String[]> rows = mapper.readerFor(String[].class).readValues(text)) {
      for (int row = 1; rows.hasNextValue(); row++) {
        String[] values = rows.nextValue();
        if (values.length != 2) {
          throw failure(file, row, values.length + " columns, expected a label and its weight");
        }
        if (given.put(values[0], number(values[1], file, row)) != null) {
          throw failure(file, row, "label '" + values[0] + "' for a second time");
        }
      }
    } catch (JacksonException e) {
      throw new CommandFailure("--class-weights: " + file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CommandFailure("--class-weights: " + Failures.describe(e), e);
    }
    if (given.isEmpty()) {
      throw new CommandFailure("--class-weights: " + file + ": no weights");
    }
    return ClassWeights.of(given);
  }

  private static double number(String text, Path file, int row) {
    try {
      double weight = Double.parseDouble(text);
      if (weight > 0 && Double.isFinite(weight)) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // Told below, as all that is no weight.
    }
    throw failure(file, row, "weight '" + text + "' is not a positive number");
  }

  private static CommandFailure failure(Path file, int row, String problem) {
    return new CommandFailure("--class-weights: %s: row %d: %s".formatted(file, row, problem));
  }
}
