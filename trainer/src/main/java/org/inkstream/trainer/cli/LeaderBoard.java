package org.inkstream.trainer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.inkstream.trainer.tune.TrialResult;

/** What {@code tune} says of its trials, the best first. */
final class LeaderBoard {

  private LeaderBoard() {}

  /** For a terminal: the best of them. */
  static String text(List<TrialResult> board, int most) {
    StringBuilder text = new StringBuilder();
    text.append("rank  trial  round   images  accuracy  cross-entropy      took  settings\n");
    for (int i = 0; i < Math.min(most, board.size()); i++) {
      TrialResult result = board.get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "%4d  %5d  %5d  %,7d  %s  %6.0f s  %s%n",
              i + 1,
              result.trial(),
              result.rung(),
              result.images(),
              !result.failed()
                  ? String.format(
                      Locale.ROOT,
                      "%6.2f %%  %13.4f",
                      100 * result.accuracy(),
                      result.crossEntropy())
                  : "  failed              -",
              result.seconds(),
              told(result)));
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
    text.append("| rank | trial | round | images | accuracy | cross-entropy | took | settings |\n");
    text.append("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
    for (int i = 0; i < board.size(); i++) {
      TrialResult result = board.get(i);
      boolean failed = result.failed();
      text.append(
          String.format(
              Locale.ROOT,
              "| %d | %d | %d | %,d | %s | %s | %.1f s | %s |%n",
              i + 1,
              result.trial(),
              result.rung(),
              result.images(),
              failed ? "failed" : String.format(Locale.ROOT, "%.2f %%", 100 * result.accuracy()),
              failed ? "" : String.format(Locale.ROOT, "%.4f", result.crossEntropy()),
              result.seconds(),
              told(result).replace("|", "\\|")));
    }
    return text.toString();
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

  private static String told(TrialResult result) {
    return result.failed() ? settings(result) + ": " + result.failure() : settings(result);
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
