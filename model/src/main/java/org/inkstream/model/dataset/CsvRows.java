package org.inkstream.model.dataset;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.image.ImageEncoder;
import org.inkstream.model.image.Picture;

/**
 * The rows of one CSV file: a label, then the pixels, row by row. They are read one value after
 * another, so that no row is too long to be refused.
 */
final class CsvRows {

  private static final int LONGEST_VALUE = 10_000;
  private static final Pattern LAST_NAME = Pattern.compile("([0-9]{1,4})x([0-9]{1,4})");
  private static final CsvFactory FACTORY =
      CsvFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_VALUE).build())
          .build()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES);

  private final Path file;
  private int[] lines = new int[1_024];

  /** Values of the row that is read: the pixels, or -1 for what is none. */
  private int[] values = new int[1_024];

  private String label;

  /** The first value of the row that is no pixel. */
  private String wrong;

  private int wrongColumn;
  private String last;
  private int columns;
  private int line;

  CsvRows(Path file) {
    this.file = file;
  }

  LabelledImages read(Sizing sizing) throws IOException {
    Gathering gathering = new Gathering(sizing);
    try (InputStream in = DataSets.open(file)) {
      CsvParser parser = FACTORY.createParser(in);
      try {
        rows(parser, gathering);
      } catch (JacksonException e) {
        throw unlessDamaged(unreadable(parser, e));
      } catch (CharConversionException e) {
        throw unlessDamaged(new DataSetException(file.toString(), "not UTF-8 text"));
      } catch (DataSetException e) {
        throw unlessDamaged(e);
      }
    }
    if (gathering.count() == 0) {
      throw new DataSetException(file.toString(), "no images");
    }
    return gathering.finish(image -> where(lines[image]));
  }

  /**
   * What is wrong with the rows, unless the file is damaged: then that is why they are, and the
   * checksum at its end tells. It is read again, because the parser has closed it.
   *
   * @throws IOException if it is damaged
   */
  private DataSetException unlessDamaged(DataSetException wrong) throws IOException {
    try (InputStream again = DataSets.open(file)) {
      again.transferTo(OutputStream.nullOutputStream());
    }
    return wrong;
  }

  /** Told of the row in which the value begins: without its closing quote it goes on for many. */
  private DataSetException unreadable(CsvParser parser, JacksonException e) {
    int begin = parser.currentTokenLocation().getLineNr();
    String problem =
        parser.currentLocation().getLineNr() > begin
            ? "a quote that is not closed"
            : e instanceof StreamConstraintsException
                ? "a value of more than " + LONGEST_VALUE + " characters"
                : e.getOriginalMessage();
    return new DataSetException(where(begin), problem);
  }

  private void rows(CsvParser parser, Gathering gathering) throws IOException {
    Size size = null;
    int pixels = -1;
    boolean first = true;
    while (parser.nextToken() != null) {
      row(parser, pixels < 0 ? ImageEncoder.MAX_PIXELS : pixels);
      if (first && columns > 0 && isHeader()) {
        pixels = columns;
        size = size();
        first = false;
        continue;
      }
      first = false;
      check(pixels);
      if (size == null) {
        pixels = columns;
        size = size();
      }
      byte[] image = new byte[pixels];
      for (int i = 0; i < pixels; i++) {
        image[i] = (byte) values[i];
      }
      if (gathering.count() == lines.length) {
        lines = Arrays.copyOf(lines, 2 * lines.length);
      }
      lines[gathering.count()] = line;
      gathering.add(Picture.of(image, size.width(), size.height()), label, where(line));
    }
  }

  private String where(int number) {
    return file + ": row " + number;
  }

  /** Reads one row into the fields of this. */
  private void row(CsvParser parser, int most) throws IOException {
    label = null;
    wrong = null;
    columns = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (label == null) {
        label = parser.getText();
        // Of a value: that of the row is where the row before ended.
        line = parser.currentTokenLocation().getLineNr();
        continue;
      }
      if (columns == most) {
        throw new DataSetException(
            where(line),
            "more than %d columns, expected a label and %d pixels".formatted(most + 1, most));
      }
      if (columns == values.length) {
        values = Arrays.copyOf(values, 2 * columns);
      }
      int value = pixel(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      if (value < 0 && wrong == null) {
        wrong = parser.getText();
        wrongColumn = columns + 2;
      }
      if (value < 0) {
        last = parser.getText();
      }
      values[columns++] = value;
    }
  }

  /** A whole number of 0 to 255, or -1. */
  private static int pixel(char[] text, int from, int length) {
    int value = length == 0 || length > 3 ? -1 : 0;
    for (int i = from; value >= 0 && i < from + length; i++) {
      value = text[i] < '0' || text[i] > '9' ? -1 : 10 * value + text[i] - '0';
    }
    return value > 255 ? -1 : value;
  }

  /** A first row is names if none of its pixels is a number. */
  private boolean isHeader() {
    for (int i = 0; i < columns; i++) {
      if (values[i] >= 0) {
        return false;
      }
    }
    return !wrong.matches("[-+.0-9eE]*");
  }

  private void check(int pixels) throws DataSetException {
    if (columns == 0 || (pixels >= 0 && columns != pixels)) {
      throw new DataSetException(
          where(line),
          "%d columns, expected a label and %s"
              .formatted(columns + 1, pixels < 0 ? "pixels" : pixels + " pixels"));
    }
    if (wrong != null) {
      throw new DataSetException(
          where(line),
          "column %d: '%s' is no pixel, which is a whole number of 0 to 255"
              .formatted(wrongColumn, few(wrong)));
    }
  }

  /** As the last name of the header says, or else a square. */
  private Size size() throws DataSetException {
    Matcher named = wrong == null ? null : LAST_NAME.matcher(last);
    if (named != null && named.matches()) {
      int height = Integer.parseInt(named.group(1));
      int width = Integer.parseInt(named.group(2));
      if (width * height == columns) {
        return new Size(width, height);
      }
    }
    int side = (int) Math.round(Math.sqrt(columns));
    if (side * side != columns) {
      throw new DataSetException(
          where(line),
          "%d pixels are no square, and no header ends with a name like 28x28 (rows x columns)"
              .formatted(columns));
    }
    return new Size(side, side);
  }

  private static String few(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
