package org.inkstream.model.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.inkstream.model.idx.DataSets;
import org.inkstream.model.idx.IdxColumn;
import org.inkstream.model.idx.IdxException;

/** Reads which images belong together, such as those of one writer. */
public final class Groups {

  private static final int LONGEST = 1_000;

  private Groups() {}

  /**
   * The group of each image.
   *
   * @param file plain or gzipped UTF-8 text, one group a line, or an IDX file of one dimension of
   *     integers; in the order of the training images and then of the test images; which of the
   *     names or numbers that occur does not matter
   * @param images how many there are
   * @return numbers from 0
   * @throws DataSetException if the file has not as many groups, or an empty line
   * @throws IdxException if it is an IDX file of another kind, or damaged
   * @throws IOException if it cannot be read
   */
  public static int[] read(Path file, int images) throws IOException {
    return IdxColumn.isIdx(file) ? readIdx(file, images) : readText(file, images);
  }

  private static int[] readIdx(Path file, int images) throws IOException {
    int[] found = IdxColumn.read(file);
    if (found.length != images) {
      throw unlike(file, found.length, images);
    }
    Map<Integer, Integer> numbers = new HashMap<>();
    return Arrays.stream(found)
        .map(group -> numbers.computeIfAbsent(group, number -> numbers.size()))
        .toArray();
  }

  private static int[] readText(Path file, int images) throws IOException {
    int[] groups = new int[images];
    Map<String, Integer> numbers = new HashMap<>();
    int count = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(DataSets.open(file), StandardCharsets.UTF_8.newDecoder()))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String group = line.strip();
        if (group.isEmpty() || group.length() > LONGEST) {
          throw new DataSetException(
              file + ": row " + (count + 1),
              group.isEmpty() ? "no group" : "more than " + LONGEST + " characters");
        }
        if (count == images) {
          throw new DataSetException(
              file + ": row " + (count + 1), "more groups than the " + images + " images");
        }
        groups[count++] = numbers.computeIfAbsent(group, name -> numbers.size());
      }
    } catch (CharacterCodingException e) {
      throw new DataSetException(file.toString(), "not UTF-8 text");
    }
    if (count < images) {
      throw unlike(file, count, images);
    }
    return groups;
  }

  private static DataSetException unlike(Path file, int groups, int images) {
    return new DataSetException(
        file.toString(), "%d groups for %d images".formatted(groups, images));
  }

  /** How many different groups there are. */
  public static int count(int[] groups) {
    return (int) Arrays.stream(groups).distinct().count();
  }
}
