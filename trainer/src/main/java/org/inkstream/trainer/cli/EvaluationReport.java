package org.inkstream.trainer.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inkstream.model.bundle.LoadedModel;
import org.inkstream.model.bundle.Manifest;
import org.inkstream.trainer.bundling.ClassMeasures;
import org.inkstream.trainer.bundling.Measures;
import org.inkstream.trainer.evaluate.Evaluation;
import org.inkstream.trainer.evaluate.ReliabilityBin;

/** What {@code evaluate} prints. */
final class EvaluationReport {

  private EvaluationReport() {}

  static String json(LoadedModel model, Measures measures) {
    Evaluation evaluation = measures.evaluation();
    Manifest manifest = model.manifest();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", manifest.version());
    json.put("family", manifest.family());
    json.put("images", evaluation.images());
    json.putAll(evaluation.metrics());
    json.put("temperature", manifest.temperature());
    json.put("profileImages", model.profile().events());
    measures
        .sets()
        .ifPresent(
            measured -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("promised", model.profile().predictionSets().orElseThrow().coverage());
              entry.put("coverage", measured.coverage());
              entry.put("meanSize", measured.meanSize());
              entry.put("ambiguous", measured.ambiguous());
              json.put("predictionSets", entry);
            });
    measures
        .outliers()
        .ifPresent(
            share -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("level", model.profile().outlierTest().orElseThrow().level());
              entry.put("share", share);
              json.put("outliers", entry);
            });
    json.put("labels", manifest.labels());
    json.put("confusion", evaluation.confusion());
    List<Map<String, Object>> perClass = new ArrayList<>();
    List<ClassMeasures> classes = ClassMeasures.of(evaluation.confusion());
    for (int c = 0; c < manifest.labels().size(); c++) {
      ClassMeasures counts = classes.get(c);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("label", manifest.labels().get(c));
      entry.put("images", counts.images());
      entry.put("recall", counts.recall());
      entry.put("precision", counts.precision());
      perClass.add(entry);
    }
    json.put("perClass", perClass);
    json.put("reliability", evaluation.reliability().stream().map(EvaluationReport::bin).toList());
    return Json.line(json);
  }

  static String text(LoadedModel model, Measures measures) {
    Evaluation evaluation = measures.evaluation();
    Manifest manifest = model.manifest();
    StringBuilder text = new StringBuilder();
    line(
        text,
        "version        %s (%s, %,d weights)",
        manifest.version(),
        manifest.family(),
        manifest.parameters());
    line(text, "images         %,d", evaluation.images());
    line(text, "accuracy       %.2f %%", 100 * evaluation.accuracy());
    line(text, "cross-entropy  %.4f nats", evaluation.crossEntropy());
    line(text, "Brier score    %.4f", evaluation.brier());
    line(
        text,
        "calibration    %.4f expected error, temperature %.3f",
        evaluation.ece(),
        manifest.temperature());
    line(
        text,
        "profile        %,d images, %.2f %% of them right",
        model.profile().events(),
        100 * model.profile().accuracy());
    measures
        .sets()
        .ifPresent(
            measured ->
                line(
                    text,
                    "sets           %.2f %% have the true class (promised %.2f %%), %.3f classes each,"
                        + " %.2f %% have several",
                    100 * measured.coverage(),
                    100 * model.profile().predictionSets().orElseThrow().coverage(),
                    measured.meanSize(),
                    100 * measured.ambiguous()));
    measures
        .outliers()
        .ifPresent(
            share ->
                line(
                    text,
                    "outliers       %.2f %% flagged (at most %.2f %% of images like the profile's)",
                    100 * share,
                    100 * model.profile().outlierTest().orElseThrow().level()));
    text.append('\n');
    confusion(text, manifest.labels(), evaluation.confusion());
    return text.toString();
  }

  /** True classes down, predicted ones across. */
  private static void confusion(StringBuilder text, List<String> labels, int[][] counts) {
    int width = Math.max(5, 2 + labels.stream().mapToInt(String::length).max().orElse(0));
    String cell = "%" + width + "s";
    text.append(String.format(cell, "true"));
    for (String label : labels) {
      text.append(String.format(cell, label));
    }
    text.append("    recall  precision\n");
    List<ClassMeasures> classes = ClassMeasures.of(counts);
    for (int c = 0; c < labels.size(); c++) {
      text.append(String.format(cell, labels.get(c)));
      for (int count : counts[c]) {
        text.append(String.format(cell, count == 0 ? "." : Integer.toString(count)));
      }
      ClassMeasures ofClass = classes.get(c);
      line(text, "%10s %10s", percent(ofClass.recall()), percent(ofClass.precision()));
    }
  }

  private static String percent(Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static Map<String, Object> bin(ReliabilityBin bin) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("lower", bin.lower());
    entry.put("upper", bin.upper());
    entry.put("images", bin.count());
    entry.put("confidence", bin.confidence());
    entry.put("accuracy", bin.accuracy());
    return entry;
  }
}
