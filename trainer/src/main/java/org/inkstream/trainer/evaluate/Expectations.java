package org.inkstream.trainer.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inkstream.model.idx.ImageSet;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.scorer.Scorer;

/** What a network is known to answer to some images. */
public final class Expectations {

  /**
   * One image and its answer.
   *
   * @param line in the text, from 1
   * @param what it is, in words
   * @param pixels grey values, row by row
   */
  private record Row(int line, String what, byte[] pixels, double[] probabilities) {}

  private final List<Row> rows;

  private Expectations(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * Reads rows of numbers with commas between: the number of an image, or its pixels (0 to 255, row
   * by row), and then a probability for each class. A first line that begins with no number is a
   * header; empty lines are nothing.
   *
   * @param images by their numbers, from 0
   * @param classes number of classes
   * @throws IllegalArgumentException naming the line that is not so, or if there is no row
   */
  public static Expectations parse(List<String> lines, ImageSet images, int classes) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      boolean header = i == 0 && !line.isEmpty() && !isNumber(line.split(",", 2)[0]);
      if (!line.isEmpty() && !header) {
        rows.add(row(i + 1, line.split(",", -1), images, classes));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("there is no row");
    }
    return new Expectations(rows);
  }

  private static Row row(int line, String[] values, ImageSet images, int classes) {
    int pixels = images.width() * images.height();
    int before = values.length - classes;
    if (before != 1 && before != pixels) {
      throw new IllegalArgumentException(
          "line %d has %d values, not %d (number of an image, %d probabilities) or %d (%d pixels,"
                  .formatted(line, values.length, 1 + classes, classes, pixels + classes, pixels)
              + " probabilities)");
    }
    double[] probabilities = new double[classes];
    for (int c = 0; c < classes; c++) {
      probabilities[c] = number(line, before + c, values, 1);
    }
    if (before == 1) {
      int image = whole(line, 0, values, images.count() - 1);
      return new Row(line, "image " + image, images.image(image), probabilities);
    }
    byte[] grey = new byte[pixels];
    for (int p = 0; p < pixels; p++) {
      grey[p] = (byte) whole(line, p, values, 255);
    }
    return new Row(line, "its pixels", grey, probabilities);
  }

  private static boolean isNumber(String text) {
    try {
      return Double.isFinite(Double.parseDouble(text.strip()));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static double number(int line, int column, String[] values, double most) {
    String text = values[column].strip();
    if (isNumber(text)) {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    }
    String shown = text.length() <= 30 ? text : text.substring(0, 30) + "…";
    throw new IllegalArgumentException(
        "line %d, value %d: '%s' is no number from 0 to %s"
            .formatted(line, column + 1, shown, most == 1 ? "1" : "" + (long) most));
  }

  private static int whole(int line, int column, String[] values, int most) {
    double value = number(line, column, values, most);
    if (value != Math.rint(value)) {
      throw new IllegalArgumentException(
          "line %d, value %d: '%s' is no whole number"
              .formatted(line, column + 1, values[column].strip()));
    }
    return (int) value;
  }

  /** Number of rows. */
  public int count() {
    return rows.size();
  }

  /**
   * The first row that a network answers otherwise, in words; empty if there is none.
   *
   * @param scorer used by this thread until this returns
   * @param encoder of the same input size as the scorer
   * @param width of the images in pixels
   * @param tolerance by how much a probability may differ
   */
  public Optional<String> firstDifference(
      Scorer scorer, ImageEncoder encoder, int width, double tolerance) {
    float[] input = new float[scorer.inputSize()];
    float[] output = new float[scorer.classes()];
    for (Row row : rows) {
      encoder.encode(row.pixels(), width, row.pixels().length / width, input, 0);
      scorer.score(input, 1, output);
      for (int c = 0; c < output.length; c++) {
        // So that no number counts as different, too.
        if (!(Math.abs(output[c] - row.probabilities()[c]) <= tolerance)) {
          return Optional.of(
              String.format(
                  Locale.ROOT,
                  "line %d (%s): output %d is %.6f, expected is %.6f, and the tolerance %s",
                  row.line(),
                  row.what(),
                  c,
                  output[c],
                  row.probabilities()[c],
                  tolerance));
        }
      }
    }
    return Optional.empty();
  }
}
