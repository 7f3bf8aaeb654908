package org.inkstream.streams.driftview;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Columns side by side, each as wide as its widest cell. */
final class TextTable {

  /**
   * A column.
   *
   * @param cells as many as all other columns of the table have
   */
  private record Column(String title, boolean right, List<String> cells) {
    int width() {
      return Math.max(title.length(), Collections.max(cells.stream().map(String::length).toList()));
    }

    String pad(String cell) {
      String space = " ".repeat(width() - cell.length());
      return right ? space + cell : cell + space;
    }
  }

  private final List<Column> columns = new ArrayList<>();

  /** Adds a column whose cells begin at its left end. There is at least one cell. */
  void addLeft(String title, List<String> cells) {
    columns.add(new Column(title, false, cells));
  }

  /** Adds a column whose cells end at its right end. There is at least one cell. */
  void addRight(String title, List<String> cells) {
    columns.add(new Column(title, true, cells));
  }

  /** Leaves out the column of that title. */
  void remove(String title) {
    columns.removeIf(column -> column.title().equals(title));
  }

  /** Width of all columns. */
  int width(int gap) {
    return columns.stream().mapToInt(Column::width).sum() + gap * (columns.size() - 1);
  }

  /** The titles and the rows, without spaces at their ends. */
  List<String> lines(int gap) {
    List<String> lines = new ArrayList<>();
    for (int row = -1; row < columns.get(0).cells().size(); row++) {
      int at = row;
      lines.add(
          columns.stream()
              .map(c -> c.pad(at < 0 ? c.title() : c.cells().get(at)))
              .collect(Collectors.joining(" ".repeat(gap)))
              .stripTrailing());
    }
    return lines;
  }
}
