package org.inkstream.trainer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inkstream.trainer.tune.TrialResult;

/** What {@code tune} says of its trials, the best first. */
final class LeaderBoard {

  /** A column before that of the settings; in text its cells are so wide at least. */
  private record Column(String heading, int width) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("rank", 4),
          new Column("trial", 5),
          new Column("round", 5),
          new Column("images", 7),
          new Column("accuracy", 8),
          new Column("cross-entropy", 13),
          new Column("took", 8));

  private LeaderBoard() {}

  /** For a terminal: the best of them. */
  static String text(List<TrialResult> board, int most) {
    StringBuilder text = new StringBuilder(line(headings()));
    for (int i = 0; i < Math.min(most, board.size()); i++) {
      text.append(line(cells(i + 1, board.get(i))));
    }
    if (board.size() > most) {
      text.append("... and %d more%n".formatted(board.size() - most));
    }
    return text.toString();
  }

  /** All of them, as Markdown. */
  static String markdown(String heading, List<TrialResult> board) {
    StringBuilder text = new StringBuilder("# ").append(heading).append("\n\n");
    text.append(
        "Accuracy and cross-entropy (nats, after calibration) on the images for validation.\n\n");
    text.append(row(headings()));
    text.append("| ---: ".repeat(COLUMNS.size())).append("| --- |\n");
    for (int i = 0; i < board.size(); i++) {
      text.append(row(cells(i + 1, board.get(i))));
    }
    return text.toString();
  }

  private static List<String> headings() {
    return Stream.concat(COLUMNS.stream().map(Column::heading), Stream.of("settings")).toList();
  }

  private static List<String> cells(int rank, TrialResult result) {
    boolean failed = result.failed();
    return List.of(
        Integer.toString(rank),
        Integer.toString(result.trial()),
        Integer.toString(result.rung()),
        String.format(Locale.ROOT, "%,d", result.images()),
        failed ? "failed" : String.format(Locale.ROOT, "%.2f %%", 100 * result.accuracy()),
        failed ? "-" : String.format(Locale.ROOT, "%.4f", result.crossEntropy()),
        String.format(Locale.ROOT, "%.1f s", result.seconds()),
        failed ? settings(result) + ": " + result.failure() : settings(result));
  }

  private static String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < COLUMNS.size(); i++) {
      String cell = cells.get(i);
      int space = Math.max(0, COLUMNS.get(i).width() - cell.length());
      line.append(" ".repeat(space)).append(cell).append("  ");
    }
    return line + cells.get(COLUMNS.size()) + "\n";
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /** All of them, for a JSON object. */
  static List<Map<String, Object>> json(List<TrialResult> board) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (TrialResult result : board) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("trial", result.trial());
      row.put("round", result.rung());
      row.put("images", result.images());
      row.put("settings", result.values());
      if (!result.failed()) {
        row.put("validationAccuracy", result.accuracy());
        row.put("validationCrossEntropy", result.crossEntropy());
        row.put("seconds", result.seconds());
      } else {
        row.put("failure", result.failure());
      }
      rows.add(row);
    }
    return rows;
  }

  /** As they are typed after --set. */
  static String settings(TrialResult result) {
    return settings(result.values());
  }

  static String settings(Map<String, String> values) {
    return values.isEmpty()
        ? "the family's own"
        : new TreeMap<>(values)
            .entrySet().stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}
