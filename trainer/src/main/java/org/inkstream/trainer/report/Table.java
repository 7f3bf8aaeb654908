package org.inkstream.trainer.report;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Figures in rows.
 *
 * @param head what the columns are
 * @param rows as many cells each as there are columns; the first names the row
 */
record Table(List<String> head, List<List<String>> rows) {

  /** Checks the number of cells. */
  Table {
    head = List.copyOf(head);
    rows = List.copyOf(rows);
    for (List<String> row : rows) {
      if (row.size() != head.size()) {
        throw new IllegalArgumentException(row.size() + " cells in " + head.size() + " columns");
      }
    }
  }

  DomContent html() {
    return div(table(
            thead(tr(each(head, cell -> th(cell).attr("scope", "col")))),
            tbody(
                each(
                    rows,
                    row ->
                        tr(
                            th(row.get(0)).attr("scope", "row"),
                            each(row.subList(1, row.size()), cell -> td(cell)))))))
        .withClass("scroll");
  }

  String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(line(head));
    lines.add(line(head.stream().map(cell -> "---").toList()));
    rows.forEach(row -> lines.add(line(row)));
    return String.join("\n", lines) + "\n";
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " "))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
